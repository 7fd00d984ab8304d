import type { LedgerRecord } from '@bali/ledger';
import type { CorrectionEvent } from './corrections/data-corrected.js';
import type { DecidedEvent } from '@bali/schema';
import { withValueAt } from '@bali/schema';

/** An event of a stream as it stands now: its data with every correction applied. */
export interface Entry<Type extends string = string, Data = unknown> {
  /** The event's id: what a correction names. */
  readonly id: string;
  readonly revision: number;
  readonly type: Type;
  readonly data: Data;
  readonly recordedAt: string;
  /** The fields that were corrected (JSON pointers), in the order of their last correction. */
  readonly corrected: readonly string[];
  /** The revision of its last correction; absent: it stands as it was entered. */
  readonly correctedAtRevision?: number;
}

export type EntryOf<Event extends DecidedEvent> =
  Event extends DecidedEvent<infer Type, infer Data> ? Entry<Type, Data> : never;

/** A stream's record with one more event: a correction changes the entry it names, a redaction none, all else is a new entry. */
export function withRecord(entries: readonly Entry[], record: LedgerRecord): readonly Entry[] {
  const { id, revision, type, data } = record;
  if (type === 'DataCorrected') return corrected(entries, data as CorrectionEvent['data'], revision);
  // What is erased is beside the record: the record stands as it did.
  if (type === 'TextRedacted') return entries;
  return [...entries, { id, revision, type, data, recordedAt: record.metadata.recordedAt, corrected: [] }];
}

function corrected(
  entries: readonly Entry[],
  correction: CorrectionEvent['data'],
  correctedAtRevision: number,
): readonly Entry[] {
  const { correctedEvent, field, newValue } = correction;
  return entries.map((entry) =>
    entry.id === correctedEvent
      ? {
          ...entry,
          data: withValueAt(entry.data, field, newValue),
          corrected: [...entry.corrected.filter((other) => other !== field), field],
          correctedAtRevision,
        }
      : entry,
  );
}
