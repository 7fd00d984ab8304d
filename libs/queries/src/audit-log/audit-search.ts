import type { Role } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import type { AuditEntry } from '@bali/projections';
import { timeAt, TRIAL } from '@bali/protocol';
import { valueAt } from '@bali/schema';
import type { CorrectionEvent } from '@bali/trial';

/** What is looked for in the entries themselves, because no index knows it. */
export interface AuditSearch {
  readonly role?: Role;
  /** A JSON pointer into the data of events. */
  readonly field?: string;
  readonly text?: string;
  /** Only entries that were recorded long after they happened, or only the others. */
  readonly late?: 'yes' | 'no';
  /** Two times of day at the site, `20:00-06:00`: recorded at the first or later, and before the second. */
  readonly hours?: string;
}

/** What a search looks at in an entry, of whichever ledger. */
export type Searched = Pick<AuditEntry, 'actor' | 'sentence' | 'late' | 'recordedAt' | 'recordedAtSite'>;

/** An entry of an audit log with the record that it tells. */
export interface FoundEntry<Entry extends Searched = AuditEntry> {
  readonly entry: Entry;
  readonly record: LedgerRecord;
}

export function isSearch({ role, field, text, late, hours }: AuditSearch): boolean {
  return [role, field, text, late, hours].some((wanted) => wanted !== undefined);
}

/** A text is looked for in the sentence that is shown: nobody can find out a withheld text by searching for it. */
export function matches(search: AuditSearch, { entry, record }: FoundEntry<Searched>): boolean {
  const { role, field, text, late, hours } = search;
  if (role !== undefined && entry.actor.role !== role) return false;
  if (field !== undefined && !isAbout(record, field)) return false;
  if (late !== undefined && entry.late !== (late === 'yes')) return false;
  if (hours !== undefined && !isWithin(hours, entry)) return false;
  return text === undefined || entry.sentence.toLowerCase().includes(text.toLowerCase());
}

/** Whether an entry was recorded between two times of day: at the site, or, where it is about none, at the sponsor. */
function isWithin(hours: string, { recordedAt, recordedAtSite }: Searched): boolean {
  const [from = '', before = ''] = hours.split('-');
  const time = (recordedAtSite ?? timeAt(recordedAt, TRIAL.timeZone)).slice(
    'YYYY-MM-DDT'.length,
    'YYYY-MM-DDTHH:MM'.length,
  );
  return from <= before ? from <= time && time < before : from <= time || time < before;
}

const CORRECTIONS: readonly string[] = ['DataCorrected', 'CellDataCorrected'];

/** Whether a record has the field, or corrects the field or a part of it. */
function isAbout({ type, data }: LedgerRecord, field: string): boolean {
  if (!CORRECTIONS.includes(type)) return valueAt(data, field) !== undefined;
  const corrected = (data as CorrectionEvent['data']).field;
  return corrected === field || corrected.startsWith(`${field}/`) || field.startsWith(`${corrected}/`);
}
