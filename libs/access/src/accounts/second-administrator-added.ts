import { defineEvent } from '@bali/schema';
import { accountId } from './account-fields.js';

/** An alarm, too: whoever has the keys of the installation could make two people out of one so. */
export const SecondAdministratorAdded = defineEvent('SecondAdministratorAdded', {
  schemaVersion: 1,
  about: 'an operator who has the keys made one more administrator, since there was a single one',
  data: { other: accountId('the account of the single administrator') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/other'],
  mayBeAnnulled: false,
  signedUnder: [],
  // An operator does it on the command line of the machine.
  command: undefined,
  sentence: ({ other }, { account }) =>
    `made ${account ?? ''} an administrator without an approval, since ${other} was the only one`,
  sample: { other: 'administrator' },
});
