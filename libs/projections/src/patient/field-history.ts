import type { Actor, LedgerRecord } from '@bali/ledger';
import {
  type CorrectionEvent,
  type DataQuery,
  eventChangedBy,
  evolvePatient,
  type FieldVerification,
  initialPatientState,
  queriesOf,
  verificationOf,
} from '@bali/trial';
import { pointersIn, valueAt } from '@bali/schema';

/** A value that a field had, who gave it to it, and why. */
export interface FieldVersion {
  /** Absent: the field had no value. A free text stands here as its hash. */
  readonly value?: unknown;
  /** The event that gave it: the entry itself, or a correction. */
  readonly by: string;
  readonly revision: number;
  readonly recordedAt: string;
  readonly actor: Actor;
  /** The hash of the reason, for a correction. */
  readonly reason?: string;
  /** The code beside it. */
  readonly reasonCode?: string;
  /** Whether the software computed it from another value that was corrected. */
  readonly computed: boolean;
}

/** The history of one value: from its initial entry to what it is now, which is the last version. */
export interface FieldHistory {
  readonly event: string;
  readonly type: string;
  /** JSON pointer into the event's data. */
  readonly field: string;
  /** At least one. */
  readonly versions: readonly FieldVersion[];
  /** The event that annulled the entry, if one did: no version of the value stands. */
  readonly annulledBy?: string;
  /** The queries that were raised on it, as they stand. Absent: none was. */
  readonly queries?: readonly QueryAtField[];
  /** How its verification stands, and by which event it was broken. Absent: it was never verified. */
  readonly verification?: VerificationAtField;
}

/** A verification as it is shown at the value that was verified. */
export type VerificationAtField = Omit<FieldVerification, 'entry' | 'type' | 'field'>;

/** A query as it is shown where it was raised. */
export type QueryAtField = Pick<DataQuery, 'number' | 'status'>;

export interface FieldChoice {
  /** The id of the event that holds the field; all events when it is missing. */
  readonly event?: string;
  /** JSON pointer into the event's data; all fields when it is missing. */
  readonly field?: string;
}

/** What tells of other events: its own fields have no history. */
const BESIDE_THE_RECORD: ReadonlySet<string> = new Set([
  'DataCorrected',
  'EntryAnnulled',
  'EnteredAgain',
  'RecordedAfterLock',
  'Erratum',
  'TextRedacted',
  'TextReleased',
  'TextFlagged',
  'QueryRaised',
  'QueryAnswered',
  'QueryClosed',
  'QueryReopened',
  'SourceDataVerified',
]);

/**
 * The history of each field of a stream, whichever kind of stream it is. A field that was corrected as part of something
 * larger (a measurement that became "not done") has its history too.
 * @param records the stream, whole and in order.
 */
export function fieldHistory(records: readonly LedgerRecord[], choice: FieldChoice = {}): readonly FieldHistory[] {
  const state = records.reduce(evolvePatient, initialPatientState);
  const queries = queriesOf(state);
  const verifications = Map.groupBy(verificationOf(state), ({ entry }) => entry);
  return records
    .filter(({ id, type }) => !BESIDE_THE_RECORD.has(type) && (choice.event === undefined || choice.event === id))
    .flatMap((record) => {
      const corrections = records.filter((other) => correctedEvent(other) === record.id);
      const annulment = records.find((other) => other.type === 'EntryAnnulled' && eventChangedBy(other) === record.id);
      return fieldsOf(record, corrections)
        .filter((field) => choice.field === undefined || choice.field === field)
        .map((field) => ({
          event: record.id,
          type: record.type,
          field,
          versions: versionsOf(field, record, corrections),
          ...(annulment && { annulledBy: annulment.id }),
          ...queriesAt(queries, record.id, field),
          ...verificationAt(verifications.get(record.id) ?? [], field),
        }));
    });
}

function queriesAt(queries: readonly DataQuery[], entry: string, field: string): Pick<FieldHistory, 'queries'> {
  const raised = queries.filter((query) => query.entry === entry && query.field === field);
  return raised.length === 0 ? {} : { queries: raised.map(({ number, status }) => ({ number, status })) };
}

function verificationAt(ofEntry: readonly FieldVerification[], at: string): Pick<FieldHistory, 'verification'> {
  const found = ofEntry.find(({ field }) => field === at);
  if (found?.verification === undefined) return {};
  const { entry: _, type: __, field: ___, ...verification } = found;
  return { verification };
}

function versionsOf(
  field: string,
  record: LedgerRecord,
  corrections: readonly LedgerRecord[],
): readonly FieldVersion[] {
  let state = evolvePatient(initialPatientState, record);
  const versions = [versionOf(valueAt(record.data, field), record)];
  for (const correction of corrections) {
    state = evolvePatient(state, correction);
    const value = valueAt(state.entries[0]?.data, field);
    if (isSame(value, versions.at(-1)?.value)) continue;
    versions.push(versionOf(value, correction));
  }
  return versions;
}

function versionOf(value: unknown, { id, revision, metadata, data, type }: LedgerRecord): FieldVersion {
  const { recordedAt, actor, reason, reasonCode } = metadata;
  return {
    ...(value === undefined ? {} : { value }),
    by: id,
    revision,
    recordedAt,
    actor,
    ...(reason === undefined ? {} : { reason }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    computed: type === 'DataCorrected' && (data as CorrectionEvent['data']).computed,
  };
}

/** Every single value in the data as it was entered, and every field that a correction named. */
function fieldsOf(record: LedgerRecord, corrections: readonly LedgerRecord[]): readonly string[] {
  const named = corrections.map(({ data }) => (data as CorrectionEvent['data']).field);
  return [...new Set([...pointersIn(record.data), ...named])];
}

function correctedEvent({ type, data }: LedgerRecord): string | undefined {
  return type === 'DataCorrected' ? (data as CorrectionEvent['data']).correctedEvent : undefined;
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
