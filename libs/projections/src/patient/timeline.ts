import type { Actor, LedgerRecord } from '@bali/ledger';
import { firstDay, type PartialDate } from '@bali/protocol';
import {
  type DataQuery,
  evolvePatient,
  happened,
  happenedOn,
  initialPatientState,
  isLate,
  type PatientEntry,
  type PatientEventType,
  queriesOf,
  recordedDaysAfter,
  type StruckEntry,
  type TimeZones,
} from '@bali/trial';
import { type FieldHistory, fieldHistory, type QueryAtField } from './field-history.js';

/** Something that happened to the patient, as it stands now. */
export interface TimelineEntry {
  /** The event's id: what a correction names. */
  readonly id: string;
  readonly revision: number;
  readonly type: PatientEventType;
  /** With every correction applied. */
  readonly data: PatientEntry['data'];
  /** As it was entered: a date as far as it is known, or a moment with its offset. */
  readonly happened: string;
  /** The date at the site, as far as it is known. */
  readonly happenedOn: PartialDate;
  readonly recordedAt: string;
  readonly recordedBy: Actor;
  /** Recorded late enough after it happened that every view has to say so. */
  readonly late: boolean;
  readonly recordedDaysAfter: number;
  /** The history of each field that was corrected; none: it stands as it was entered. */
  readonly corrected: readonly FieldHistory[];
  /** How it was annulled, if it was: then it is shown struck through, and counts for nothing. */
  readonly annulled?: Annulled;
  /** The queries that were raised on it, as they stand. Absent: none was. */
  readonly queries?: readonly (QueryAtField & { readonly field?: string })[];
}

/** Who annulled an entry, when and why. */
export interface Annulled {
  /** The event that annulled it. */
  readonly by: string;
  readonly recordedAt: string;
  readonly recordedBy: Actor;
  readonly reasonCode?: string;
  /** The hash of the reason. */
  readonly reason?: string;
  /** The entry that stands in its place, where it was entered again. */
  readonly enteredAgain?: string;
}

/**
 * A patient's record in the order in which it happened; what happened on the same day, as it was recorded. What is known by month
 * or year stands at the first day that it may have been.
 * @param records the patient's stream, whole and in order. @param zones of the sites where the patient was.
 */
export function patientTimeline(records: readonly LedgerRecord[], zones: TimeZones): readonly TimelineEntry[] {
  const state = records.reduce(evolvePatient, initialPatientState);
  const { entries, struck = [] } = state;
  const queries = Map.groupBy(queriesOf(state), ({ entry }) => entry ?? '');
  const byRevision = new Map(records.map((record) => [record.revision, record]));
  const histories = fieldHistory(records).filter(({ versions }) => versions.length > 1);
  return [...entries, ...struck]
    .toSorted((one, other) => one.revision - other.revision)
    .flatMap((entry) => {
      const { id, revision, type, data, recordedAt } = entry;
      const record = byRevision.get(revision);
      if (record === undefined) return [];
      return {
        ...{ id, revision, type, data, recordedAt },
        happened: happened(entry),
        happenedOn: happenedOn(entry, zones),
        recordedBy: record.metadata.actor,
        late: isLate(entry, zones),
        recordedDaysAfter: recordedDaysAfter(entry, zones),
        corrected: histories.filter(({ event }) => event === id),
        ...annulmentIn(entry, byRevision),
        ...queriesOn(queries.get(id)),
      };
    })
    .toSorted((one, other) => inOrder(firstDay(one.happenedOn), firstDay(other.happenedOn)));
}

function inOrder(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function queriesOn(queries: readonly DataQuery[] | undefined): Pick<TimelineEntry, 'queries'> {
  if (queries === undefined) return {};
  return {
    queries: queries.map(({ number, status, field }) => ({
      number,
      status,
      ...(field === undefined ? {} : { field }),
    })),
  };
}

function annulmentIn(
  entry: PatientEntry | StruckEntry,
  byRevision: ReadonlyMap<number, LedgerRecord>,
): Pick<TimelineEntry, 'annulled'> {
  if (!('annulled' in entry)) return {};
  const { annulled, enteredAgain } = entry;
  const record = byRevision.get(annulled.revision);
  if (record === undefined) return {};
  const { recordedAt, actor: recordedBy, reasonCode, reason } = record.metadata;
  const why = { ...(reasonCode === undefined ? {} : { reasonCode }), ...(reason === undefined ? {} : { reason }) };
  return {
    annulled: {
      by: annulled.by,
      recordedAt,
      recordedBy,
      ...why,
      ...(enteredAgain === undefined ? {} : { enteredAgain }),
    },
  };
}
