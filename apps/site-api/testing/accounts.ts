export { AccountsUnderTest, CHEAP_IDENTITY, PASSWORD } from '@bali/identity/testing';
