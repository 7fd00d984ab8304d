import type { LedgerRecord } from '@bali/ledger';
import type { AnnulmentEvent } from './annulments/entry-annulled.js';
import type { EnteredAgainEvent } from './annulments/entered-again.js';
import type { CorrectionEvent } from './corrections/data-corrected.js';
import type { ErratumEvent } from './errata/erratum.js';
import type { AfterLockEvent } from './lock/recorded-after-lock.js';
import type { DecidedEvent } from '@bali/schema';
import { withValueAt } from '@bali/schema';
import { type Broken, withBroken } from './verification/verified-fields.js';

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
  /** Of a verification of source data: what was corrected or annulled since. Absent: it holds as it was made. */
  readonly broken?: readonly Broken[];
  /** The lock of the database after which it was recorded; absent: the database was not locked. */
  readonly afterLock?: string;
}

/** An entry that was annulled, as it stood then. */
export type Struck<Of extends Entry = Entry> = Of & {
  readonly annulled: {
    /** The event that annulled it. */
    readonly by: string;
    readonly revision: number;
    readonly recordedAt: string;
    readonly reasonCode?: string;
  };
  /** The entry that stands in its place, where it was entered again. */
  readonly enteredAgain?: string;
};

/** What was wrong in the locked record, said after the unblinding of the trial. The record is not changed by it. */
export interface ErratumEntry {
  readonly id: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly data: ErratumEvent['data'];
}

/** The record that a stream makes, as it stands now. */
export interface Entries<Of extends Entry = Entry> {
  readonly entries: readonly Of[];
  /** What was annulled, in the order in which it was. Absent: nothing was. No rule looks at it unless it says so. */
  readonly struck?: readonly Struck<Of>[];
  /** In the order in which they were recorded. Absent: there are none. */
  readonly errata?: readonly ErratumEntry[];
}

export type EntryOf<Event extends DecidedEvent> =
  Event extends DecidedEvent<infer Type, infer Data> ? Entry<Type, Data> : never;

/**
 * A stream's record with one more event: a correction changes the entry that it names, an annulment takes it out, a redaction changes
 * nothing, and all else is a new entry.
 */
export function withRecord<State extends Entries>(state: State, record: LedgerRecord): State {
  const { entries } = state;
  const { id, revision, type, data } = record;
  switch (type) {
    case 'DataCorrected':
      return { ...state, entries: corrected(entries, data as CorrectionEvent['data'], record) };
    case 'EntryAnnulled':
      return annulled(state, data as AnnulmentEvent['data'], record);
    case 'EnteredAgain':
      return enteredAgain(state, data as EnteredAgainEvent['data'], revision);
    case 'RecordedAfterLock':
      return { ...state, entries: marked(entries, data as AfterLockEvent['data'], revision) };
    case 'Erratum': {
      const erratum = { id, revision, recordedAt: record.metadata.recordedAt, data: data as ErratumEvent['data'] };
      return { ...state, errata: [...(state.errata ?? []), erratum] };
    }
    case 'TextRedacted':
    case 'TextReleased':
    case 'TextFlagged':
      // Texts are beside the record: the record stands as it did.
      return state;
    default: {
      const entry: Entry = { id, revision, type, data, recordedAt: record.metadata.recordedAt, corrected: [] };
      return { ...state, entries: [...entries, entry] };
    }
  }
}

function corrected(
  entries: readonly Entry[],
  correction: CorrectionEvent['data'],
  { id: by, revision: correctedAtRevision }: Pick<LedgerRecord, 'id' | 'revision'>,
): readonly Entry[] {
  const { correctedEvent, field, newValue } = correction;
  return withBroken(entries, { entry: correctedEvent, field, by }).map((entry) =>
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

function annulled<State extends Entries>(
  state: State,
  { annulledEvent }: AnnulmentEvent['data'],
  { id, revision, metadata: { recordedAt, reasonCode } }: LedgerRecord,
): State {
  const entry = state.entries.find((one) => one.id === annulledEvent);
  if (entry === undefined) return state;
  const struck: Struck = {
    ...entry,
    annulled: { by: id, revision, recordedAt, ...(reasonCode === undefined ? {} : { reasonCode }) },
  };
  const others = state.entries.filter((one) => one !== entry);
  const entries = withBroken(others, { entry: annulledEvent, by: id });
  return { ...state, entries, struck: [...(state.struck ?? []), struck] };
}

/** @param revision of the mark itself */
function marked(
  entries: readonly Entry[],
  { lock, events }: AfterLockEvent['data'],
  revision: number,
): readonly Entry[] {
  return entries.map((entry) => (entry.revision >= revision - events ? { ...entry, afterLock: lock } : entry));
}

/** @param revision of the event that follows the new entry */
function enteredAgain<State extends Entries>(
  state: State,
  { annulledEvent }: EnteredAgainEvent['data'],
  revision: number,
): State {
  const entry = state.entries.find((one) => one.revision === revision - 1);
  if (entry === undefined || state.struck === undefined) return state;
  const struck = state.struck.map((one) => (one.id === annulledEvent ? { ...one, enteredAgain: entry.id } : one));
  return { ...state, struck };
}
