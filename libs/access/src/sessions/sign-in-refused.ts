import { defineEvent, oneOf, plainly } from '@bali/schema';

const FORMER_REFUSALS = [
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

/** Why somebody was not let in. What they were told is the same for the first six. */
export const SIGN_IN_REFUSALS = [...FORMER_REFUSALS, 'credentials-not-bound'] as const;
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number];

/** As it was written before credentials had to be bound. */
export const SignInRefusedV1 = defineEvent('SignInRefused', {
  schemaVersion: 1,
  about: 'somebody was not let in',
  data: { reason: oneOf('why', FORMER_REFUSALS) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/reason'],
  signedUnder: [],
  command: undefined,
  sentence: plainly,
  sample: { reason: 'password-wrong' },
});

export const SignInRefused = defineEvent('SignInRefused', {
  schemaVersion: 2,
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
