import { defineEvent, oneOf } from '@bali/schema';
import { delegationRequest } from '../accounts/account-fields.js';

export const DelegationRequestEnded = defineEvent('DelegationRequestEnded', {
  schemaVersion: 1,
  about: 'a request for a delegation was withdrawn or declined: nobody can approve it any more',
  data: {
    request: delegationRequest,
    how: oneOf('by the administrator who asked (withdrawn), or by another (declined)', ['withdrawn', 'declined']),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/request', '/how'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'EndDelegationRequest', action: 'manage-accounts' },
  sentence: ({ request, how }, { account }) =>
    `${how === 'withdrawn' ? 'withdrew' : 'declined'} request ${request} for a delegation to the account ${account ?? ''}`,
  sample: { request: 1, how: 'declined' },
});
