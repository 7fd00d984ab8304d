import { type About, calendarDate, defineEvent, forSites, words } from '@bali/schema';
import { Type } from 'typebox';
import { delegation, formerRole, role, sites } from '../accounts/account-fields.js';

const from = calendarDate('the first day');
const until = Type.Optional(calendarDate('the last day, if one is set'));

/** As it was written when nobody could be an emergency physician. */
export const RoleDelegatedV1 = defineEvent('RoleDelegated', {
  schemaVersion: 1,
  about: 'a role was delegated to the person',
  data: { delegation, role: formerRole, sites, from, until },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/delegation', '/role', '/sites', '/from', '/until'],
  signedUnder: [],
  command: { name: 'DelegateRole', action: 'manage-accounts' },
  sentence: delegatedInWords,
  sample: { delegation: 1, role: 'investigator', sites: ['REI'], from: '2026-03-02', until: '2026-12-31' },
});

export const RoleDelegated = defineEvent('RoleDelegated', {
  schemaVersion: 2,
  about: 'a role was delegated to the person',
  data: { delegation, role, sites, from, until },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/delegation', '/role', '/sites', '/from', '/until'],
  signedUnder: [],
  command: { name: 'DelegateRole', action: 'manage-accounts' },
  sentence: delegatedInWords,
  sample: { delegation: 1, role: 'investigator', sites: ['REI'], from: '2026-03-02', until: '2026-12-31' },
});

interface Delegated {
  readonly delegation: number;
  readonly role: string;
  readonly sites: readonly string[];
  readonly from: string;
  readonly until?: string;
}

function delegatedInWords(data: Delegated, { account = '' }: About): string {
  return (
    `delegated the role ${words(data.role)} to ${account}${forSites(data.sites)}, from ${data.from} ` +
    `${data.until === undefined ? 'with no last day' : `until ${data.until}`} (delegation ${data.delegation} of the account)`
  );
}
