import { defineEvent } from '@bali/schema';

export const RecoveryCompleted = defineEvent('RecoveryCompleted', {
  schemaVersion: 1,
  about: 'the person has credentials of their own again',
  data: {},
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: (_, { account }) =>
    `ended the recovery of the account ${account ?? ''}: the person has credentials of their own again`,
  sample: {},
});
