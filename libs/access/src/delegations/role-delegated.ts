import { type About, calendarDate, defineEvent, forSites, words } from '@bali/schema';
import { Type } from 'typebox';
import {
  anyRole,
  delegation,
  delegationRequest,
  formerRole,
  heldForSites,
  roleBeforeBoard,
  sites,
} from '../accounts/account-fields.js';

const from = calendarDate('the first day');
const until = Type.Optional(calendarDate('the last day, if one is set'));

/** Where and when a role is held. */
export const HELD = { sites: heldForSites, from, until } as const;

export const RoleDelegated = defineEvent('RoleDelegated', {
  schemaVersion: 3,
  about: 'a role was delegated to the person',
  data: { delegation, role: anyRole, ...HELD, request: Type.Optional(delegationRequest) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/delegation', '/role', '/sites', '/from', '/until', '/request'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'DelegateRole', action: 'manage-accounts' },
  sentence: delegatedInWords,
  sample: { delegation: 1, role: 'investigator', sites: ['REI'], from: '2026-03-02', until: '2026-12-31', request: 1 },
  earlier: [
    // When nobody could be an emergency physician.
    { schemaVersion: 1, data: { delegation, role: formerRole, sites, from, until }, upcast: (data: object) => data },
    {
      schemaVersion: 2,
      data: { delegation, role: roleBeforeBoard, sites, from, until },
      upcast: (data: object) => data,
    },
  ],
});

interface Held {
  readonly sites: readonly string[];
  readonly from: string;
  readonly until?: string;
}

interface Delegated extends Held {
  readonly delegation: number;
  readonly role: string;
  readonly request?: number;
}

/** ` for the site REI, from 2026-03-02 with no last day`: what follows the person to whom a role is delegated. */
export function heldInWords({ sites: at, from: first, until: last }: Held): string {
  return `${forSites(at)}, from ${first} ${last === undefined ? 'with no last day' : `until ${last}`}`;
}

function delegatedInWords(data: Delegated, { account = '' }: About): string {
  return (
    `delegated the role ${words(data.role)} to ${account}${heldInWords(data)} (delegation ${data.delegation} of the ` +
    `account${data.request === undefined ? '' : `, which request ${data.request} asked for`})`
  );
}
