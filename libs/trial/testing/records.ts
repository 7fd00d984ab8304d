import { type Actor, eventId, type LedgerRecord } from '@bali/ledger';
import { compareInstants, lastDay, TRIAL } from '@bali/protocol';
import {
  evolvePatient,
  evolveTrial,
  EVENT_CATALOGUE,
  type EventType,
  initialPatientState,
  initialTrialState,
  type PatientState,
  patientStream,
  TRIAL_STREAM,
  type TrialState,
} from '@bali/trial';
import type { DecidedEvent, DefinedEvent } from '@bali/schema';
import { v5 as uuidV5 } from 'uuid';

const NAMESPACE = '0b8c1b1e-5f5a-5c0e-9c57-0c2f5d2f4a11';

const SAMPLE_ACTOR: Actor = {
  userId: 'u-017',
  name: 'Claire Martin',
  role: 'investigator',
  organisation: 'CHU de Reims',
};

export interface RecordOptions {
  readonly stream: string;
  /** The revision of the first of them; 0 if not told. */
  readonly from?: number;
  /** When each was recorded; if not told, a minute after it happened (a date: at its end), and never before the last. */
  readonly recordedAt?: string;
  /** The events of the ledger, each of which is written in its newest version; default: those of the trial ledger. */
  readonly catalogue?: Readonly<Record<string, Pick<DefinedEvent, 'schemaVersion'>>>;
}

const TRIAL_LEDGER: NonNullable<RecordOptions['catalogue']> = EVENT_CATALOGUE;

/** The records of events that follow one another in a stream: ids and times depend on nothing but the arguments. */
export function recordsOf(
  events: readonly DecidedEvent[],
  { stream, from = 0, recordedAt, catalogue = TRIAL_LEDGER }: RecordOptions,
): readonly LedgerRecord[] {
  const records: LedgerRecord[] = [];
  let before = '2026-01-01T00:00:00.000Z';
  events.forEach((event, index) => {
    before = recordedAt ?? later(before, momentOf(event));
    const schemaVersion = catalogue[event.type]?.schemaVersion ?? 1;
    records.push({ ...recordOfEvent(event, stream, from + index, before), schemaVersion });
  });
  return records;
}

/** The id that {@link recordsOf} gives to the event at a revision. */
export function recordId(stream: string, revision: number): string {
  return eventId(uuidV5(`${stream} ${revision}`, NAMESPACE), 0);
}

function recordOfEvent(
  event: DecidedEvent,
  stream: string,
  revision: number,
  recordedAt: string,
): Omit<LedgerRecord, 'schemaVersion'> {
  const commandId = uuidV5(`${stream} ${revision}`, NAMESPACE);
  return {
    id: recordId(stream, revision),
    stream,
    revision,
    type: event.type,
    data: event.data,
    metadata: {
      trialId: TRIAL.id,
      recordedAt,
      actor: SAMPLE_ACTOR,
      commandId,
      correlationId: uuidV5('correlation', commandId),
      causationId: uuidV5('causation', commandId),
      source: { client: 'site-client/1.4', ip: '192.0.2.17' },
      software: { version: '0.1.0', commit: '0000000' },
    },
  };
}

const MINUTE_MS = 60_000;

/** When an event happened, as a moment: a date at its end, as far as it is known; `undefined` for an event of another ledger. */
export function momentOf({ type, data }: DecidedEvent): string | undefined {
  const happened = Object.hasOwn(EVENT_CATALOGUE, type) ? EVENT_CATALOGUE[type as EventType].happened : undefined;
  const when = happened === undefined ? undefined : (data as Readonly<Record<string, string>>)[happened];
  return when === undefined || when.includes('T') ? when : `${lastDay(when)}T22:00:00.000Z`;
}

function later(before: string, moment: string | undefined): string {
  const latest = moment === undefined || compareInstants(moment, before) < 0 ? before : moment;
  return new Date(Date.parse(latest) + MINUTE_MS).toISOString();
}

/** The state of the trial after these events. */
export function trialStateOf(events: readonly DecidedEvent[]): TrialState {
  return recordsOf(events, { stream: TRIAL_STREAM }).reduce(evolveTrial, initialTrialState);
}

/** The state of a patient (`REI-001` if not told) after these events. */
export function patientStateOf(events: readonly DecidedEvent[], patient = 'REI-001'): PatientState {
  return recordsOf(events, { stream: patientStream(patient) }).reduce(evolvePatient, initialPatientState);
}
