export { someoneIn } from '@bali/identity/testing';
