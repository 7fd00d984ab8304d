export { type RegistrationMisuse, registrationOf } from './software-authenticator.js';
export { AccountsUnderTest, CHEAP_IDENTITY, PASSWORD } from './accounts-under-test.js';
export { someoneIn } from './people.js';
export { type TestAmbient, testAmbient, TestClock } from './test-ambient.js';
