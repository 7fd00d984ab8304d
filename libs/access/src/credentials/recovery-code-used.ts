import { defineEvent, oneOf } from '@bali/schema';
import { commitment, SAMPLE_COMMITMENT } from '../accounts/account-fields.js';

/** What a recovery code is good for, once. */
const RECOVERY_USES = ['sign-in', 'emergency-opening'] as const;
export type RecoveryUse = (typeof RECOVERY_USES)[number];

const USED_TO: Readonly<Record<RecoveryUse, string>> = {
  'sign-in': 'to sign in',
  'emergency-opening': 'to sign the opening of a code in an emergency',
};

export const RecoveryCodeUsed = defineEvent('RecoveryCodeUsed', {
  schemaVersion: 1,
  about: 'a recovery code was used, and is good for nothing more',
  data: { code: commitment, for: oneOf('what it was used for', RECOVERY_USES) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/code', '/for'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: (data, { account }) =>
    `used a recovery code of the account ${account ?? ''} ${USED_TO[data.for]}: it is good for nothing more`,
  sample: { code: SAMPLE_COMMITMENT, for: 'sign-in' },
});
