import { defineEvent } from '@bali/schema';

export const AccountDeactivated = defineEvent('AccountDeactivated', {
  schemaVersion: 1,
  about: 'the account was deactivated, for good',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'DeactivateAccount', action: 'manage-accounts' },
  sentence: (_, { account }) => `deactivated the account ${account ?? ''} for good`,
  sample: {},
});
