import { calendarDate, defineEvent, forSites, words } from '@bali/schema';
import { Type } from 'typebox';
import { delegation, role, sites } from '../accounts/account-fields.js';

export const RoleDelegated = defineEvent('RoleDelegated', {
  schemaVersion: 1,
  about: 'a role was delegated to the person',
  data: {
    delegation,
    role,
    sites,
    from: calendarDate('the first day'),
    until: Type.Optional(calendarDate('the last day, if one is set')),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/delegation', '/role', '/sites', '/from', '/until'],
  signedUnder: [],
  command: { name: 'DelegateRole', action: 'manage-accounts' },
  sentence: (data, { account }) =>
    `delegated the role ${words(data.role)} to ${account ?? ''}${forSites(data.sites)}, from ${data.from} ` +
    `${data.until === undefined ? 'with no last day' : `until ${data.until}`} (delegation ${data.delegation} of the account)`,
  sample: { delegation: 1, role: 'investigator', sites: ['REI'], from: '2026-03-02', until: '2026-12-31' },
});
