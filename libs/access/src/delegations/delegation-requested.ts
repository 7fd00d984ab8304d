import { defineEvent, words } from '@bali/schema';
import { anyRole, delegationRequest } from '../accounts/account-fields.js';
import { HELD, heldInWords } from './role-delegated.js';

export const DelegationRequested = defineEvent('DelegationRequested', {
  schemaVersion: 1,
  about: 'an administrator asked that a role is delegated to the person, which another administrator has to approve',
  data: { request: delegationRequest, role: anyRole, ...HELD },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/request', '/role', '/sites', '/from', '/until'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RequestDelegation', action: 'manage-accounts' },
  sentence: (data, { account }) =>
    `asked that the role ${words(data.role)} is delegated to ${account ?? ''}${heldInWords(data)} (request ${data.request} ` +
    'of the account; another administrator has to approve it)',
  sample: { request: 1, role: 'cell-therapy-unit', sites: [], from: '2026-03-02', until: '2026-12-31' },
});
