export { SESSION_ENDS, type SessionEnd } from './session-ended.js';
export { SIGN_IN_REFUSALS, type SignInRefusal } from './sign-in-refused.js';
