import { defineEvent } from '@bali/schema';

export const RecoveryApproved = defineEvent('RecoveryApproved', {
  schemaVersion: 1,
  about: 'somebody else approved it: the former credentials and sessions are void',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ApproveRecovery', action: 'manage-accounts' },
  sentence: (_, { account }) =>
    `approved new credentials for the account ${account ?? ''}: its former credentials and sessions are void`,
  sample: {},
});
