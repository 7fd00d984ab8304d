import { defineEvent } from '@bali/schema';

export const AccountUnlocked = defineEvent('AccountUnlocked', {
  schemaVersion: 1,
  about: 'the lock-out was lifted',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'UnlockAccount', action: 'manage-accounts' },
  sentence: (_, { account }) => `lifted the lock-out of the account ${account ?? ''}`,
  sample: {},
});
