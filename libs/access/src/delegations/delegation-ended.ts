import { defineEvent, plainly } from '@bali/schema';
import { delegation } from '../accounts/account-fields.js';

export const DelegationEnded = defineEvent('DelegationEnded', {
  schemaVersion: 1,
  about: 'a delegation was ended, at once',
  data: { delegation },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/delegation'],
  signedUnder: [],
  command: { name: 'EndDelegation', action: 'manage-accounts' },
  sentence: plainly,
  sample: { delegation: 1 },
});
