import { defineEvent, plainly } from '@bali/schema';

export const AccountUnlocked = defineEvent('AccountUnlocked', {
  schemaVersion: 1,
  about: 'the lock-out was lifted',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  signedUnder: [],
  command: { name: 'UnlockAccount', action: 'manage-accounts' },
  sentence: plainly,
  sample: {},
});
