import { defineEvent } from '@bali/schema';
import { Type } from 'typebox';
import { commitment, SAMPLE_COMMITMENT } from '../accounts/account-fields.js';

export const RecoveryCodesSet = defineEvent('RecoveryCodesSet', {
  schemaVersion: 1,
  about: 'recovery codes were made, in place of all former ones',
  data: {
    codes: Type.Array(commitment, {
      description: 'to each code; the codes themselves were shown once, and are nowhere',
      minItems: 1,
      maxItems: 20,
      uniqueItems: true,
    }),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/codes'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'MakeRecoveryCodes', action: 'make-recovery-codes' },
  sentence: ({ codes }, { account }) =>
    `made ${codes.length} recovery codes for the account ${account ?? ''}, in place of all former ones`,
  sample: { codes: [SAMPLE_COMMITMENT] },
});
