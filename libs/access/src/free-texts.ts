import type { LedgerRecord } from '@bali/ledger';
import { mayGiveAwayArm } from '@bali/trial';
import { permits } from './permissions.js';
import type { Person } from './person.js';

/** Whether a person may know a record's texts, if they may read texts at all: what can give away an arm is for those who may know it, and for its writer. */
export function mayKnowTextsOf(person: Person, record: LedgerRecord): boolean {
  if (!mayGiveAwayArm(record) || permits(person.role, 'read-unblinding-texts')) return true;
  return record.metadata.actor.userId === person.userId;
}
