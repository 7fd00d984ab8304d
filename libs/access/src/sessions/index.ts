export * from './decide-session.js';
export { type AttemptSource, attemptSource, deviceCommitment, networkOf } from './attempt-source.js';
export { lockedUntil } from './lock-out.js';
export type { SessionEnd } from './session-ended.js';
export type { SignInRefusal } from './sign-in-refused.js';
