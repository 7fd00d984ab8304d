export * from './decide-session.js';
export { isLockedOut } from './lock-out.js';
export type { SessionEnd } from './session-ended.js';
export type { SignInRefusal } from './sign-in-refused.js';
