import { type About, defineEvent, oneOf } from '@bali/schema';
import { Type } from 'typebox';
import { device } from '../accounts/account-fields.js';

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

const REFUSALS_V2 = [...FORMER_REFUSALS, 'credentials-not-bound'] as const;

/** Why somebody was not let in. What they were told is the same for the first six and the last. */
export const SIGN_IN_REFUSALS = [...REFUSALS_V2, 'too-many-attempts'] as const;
export type SignInRefusal = (typeof SIGN_IN_REFUSALS)[number];

const REFUSED: Readonly<Record<SignInRefusal, string>> = {
  'unknown-account': 'there is no such account',
  'password-wrong': 'the password was wrong',
  'one-time-code-wrong': 'the one-time code was wrong',
  'locked-out': 'the account was locked after repeated failures',
  deactivated: 'the account is deactivated',
  'initial-password-expired': 'the initial password was too old',
  'password-change-needed': 'a password had to be chosen first',
  'role-not-held': 'the role that was asked for is not held',
  'role-not-chosen': 'no role was chosen among those that are held',
  'too-many-attempts': 'too many attempts had come in an hour from places that are not known',
  'credentials-not-bound': 'the credentials of the account have to be bound or set anew first',
};

export const SignInRefused = defineEvent('SignInRefused', {
  schemaVersion: 3,
  earlier: [
    // Before credentials had to be bound.
    { schemaVersion: 1, data: { reason: oneOf('why', FORMER_REFUSALS) }, upcast: (data: object) => data },
    // When failures were counted of the account, wherever they came from.
    { schemaVersion: 2, data: { reason: oneOf('why', REFUSALS_V2) }, upcast: (data: object) => data },
  ],
  about: 'somebody was not let in',
  data: { reason: oneOf('why', SIGN_IN_REFUSALS), device: Type.Optional(device) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/reason', '/device'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: refusedInWords,
  sample: { reason: 'password-wrong' },
});

function refusedInWords({ reason }: { readonly reason: SignInRefusal }, { account }: About): string {
  return `was not let in${account === undefined ? '' : ` with the account ${account}`}, because ${REFUSED[reason]}`;
}
