import { defineEvent } from '@bali/schema';

export const RecoveryRequested = defineEvent('RecoveryRequested', {
  schemaVersion: 1,
  about: 'new credentials were asked for the person',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RequestRecovery', action: 'manage-accounts' },
  sentence: (_, { account }) => `asked for new credentials for the account ${account ?? ''}`,
  sample: {},
});
