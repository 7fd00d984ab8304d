export { CHROMIUM } from './browser.js';
export { fromBase32 } from './from-base32.js';
export { registrationOf } from './software-authenticator.js';
export { AccountsUnderTest, CHEAP_IDENTITY, PASSWORD } from './accounts-under-test.js';
export { someoneIn } from './people.js';
export { testAmbient, TestClock } from './test-ambient.js';
