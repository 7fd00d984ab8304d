import { defineEvent } from '@bali/schema';
import { delegation } from '../accounts/account-fields.js';

export const DelegationEnded = defineEvent('DelegationEnded', {
  schemaVersion: 1,
  about: 'a delegation was ended, at once',
  data: { delegation },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/delegation'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'EndDelegation', action: 'manage-accounts' },
  sentence: (data, { account }) => `ended delegation ${data.delegation} of the account ${account ?? ''} at once`,
  sample: { delegation: 1 },
});
