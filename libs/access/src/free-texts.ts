import type { LedgerRecord } from '@bali/ledger';
import { mayGiveAwayArm } from '@bali/trial';
import { ACCESS_EVENTS, type AccessEventType } from './accounts/access-catalogue.js';
import { permits } from './permissions.js';
import { accountsOfPerson, type Person } from './person.js';

/**
 * Whether a person may know a record's texts, if they may read texts at all: what can give away an arm is for whoever may know
 * the arm, and for whoever wrote it.
 */
export function mayKnowTextsOf(person: Person, record: LedgerRecord): boolean {
  if (!canGiveAwayArm(record) || permits(person.role, 'read-unblinding-texts')) return true;
  return accountsOfPerson(person).includes(record.metadata.actor.userId);
}

/** A type that is neither of the trial ledger nor of the access ledger is sealed, or unknown: it counts as one that can. */
function canGiveAwayArm(record: LedgerRecord): boolean {
  if (!Object.hasOwn(ACCESS_EVENTS, record.type)) return mayGiveAwayArm(record);
  return ACCESS_EVENTS[record.type as AccessEventType].mayGiveAwayArm;
}
