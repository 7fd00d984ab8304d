import type { Role } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import type { AuditEntry } from '@bali/projections';
import { valueAt } from '@bali/schema';
import type { CorrectionEvent } from '@bali/trial';

/** What is looked for in the entries themselves, because no index knows it. */
export interface AuditSearch {
  readonly role?: Role;
  /** A JSON pointer into the data of events. */
  readonly field?: string;
  readonly text?: string;
}

/** An entry of the audit log with the record that it tells. */
export interface FoundEntry {
  readonly entry: AuditEntry;
  readonly record: LedgerRecord;
}

export function isSearch({ role, field, text }: AuditSearch): boolean {
  return role !== undefined || field !== undefined || text !== undefined;
}

/** A text is looked for in the sentence that is shown: nobody can find out a withheld text by searching for it. */
export function matches({ role, field, text }: AuditSearch, { entry, record }: FoundEntry): boolean {
  if (role !== undefined && entry.actor.role !== role) return false;
  if (field !== undefined && !isAbout(record, field)) return false;
  return text === undefined || entry.sentence.toLowerCase().includes(text.toLowerCase());
}

/** Whether a record has the field, or corrects the field or a part of it. */
function isAbout({ type, data }: LedgerRecord, field: string): boolean {
  if (type !== 'DataCorrected') return valueAt(data, field) !== undefined;
  const corrected = (data as CorrectionEvent['data']).field;
  return corrected === field || corrected.startsWith(`${field}/`) || field.startsWith(`${corrected}/`);
}
