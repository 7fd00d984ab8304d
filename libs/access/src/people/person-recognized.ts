import { defineEvent } from '@bali/schema';
import { accountId } from '../accounts/account-fields.js';

/** What either account was shown, its person knows; and nobody approves with one what was asked for with the other. */
export const PersonRecognized = defineEvent('PersonRecognized', {
  schemaVersion: 1,
  about: 'it was recognized that the person has, or had, another account, too',
  data: { samePersonAs: accountId('the other account') },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/samePersonAs'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RecognizePerson', action: 'manage-accounts' },
  sentence: ({ samePersonAs }, { account }) =>
    `recorded that the accounts ${account ?? ''} and ${samePersonAs} are those of one person`,
  sample: { samePersonAs: 'claire.martin' },
});
