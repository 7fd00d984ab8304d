import { defineEvent, oneOf, plainly } from '@bali/schema';

/** Why somebody was not let in. What they were told is the same for the first five. */
export const SIGN_IN_REFUSALS = [
  'unknown-account',
  'password-wrong',
  'one-time-code-wrong',
  'locked-out',
  'deactivated',
  'initial-password-expired',
  'password-change-needed',
  'role-not-held',
  'role-not-chosen',
] as const;
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number];

export const SignInRefused = defineEvent('SignInRefused', {
  schemaVersion: 1,
  about: 'somebody was not let in',
  data: { reason: oneOf('why', SIGN_IN_REFUSALS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/reason'],
  signedUnder: [],
  command: undefined,
  sentence: plainly,
  sample: { reason: 'password-wrong' },
});
