import { withValueAt } from '@bali/schema';
import { type CorrectionRequest, correctionOf, sameValue } from '../correction.js';
import { all, type PatientEntry, type PatientState } from '../patient/chart.js';
import type { Companion, PatientEventDefinition } from '../patient/define-patient-event.js';
import { PATIENT_EVENTS, type PatientEvent } from '../patient/patient-events.js';
import type { Calendar } from '../patient/rule.js';
import type { CorrectionEvent } from './data-corrected.js';

/** Where the record stands after some of what a command puts right. */
export interface Corrected {
  readonly state: PatientState;
  readonly events: readonly (CorrectionEvent | PatientEvent)[];
}

/**
 * What goes along with corrections, so that what was entered once stays one thing: the dates of an adverse event that was made
 * with an entry follow the entry's own, and an entry that becomes one that makes an adverse event, as an amputation above the ankle
 * does, makes it now. @param before the record without the corrections
 */
export function withWhatGoesAlong(
  requests: readonly CorrectionRequest[],
  before: PatientState,
  corrected: Corrected,
  calendar: Calendar,
): Corrected {
  const changed = [...new Set(requests.map(({ correctedEvent }) => correctedEvent))];
  return changed.reduce((standing, id) => {
    const [former, now] = [before, standing.state].map(({ entries }) => entries.find((entry) => entry.id === id));
    if (former === undefined || now === undefined) return standing;
    const followed = datesOfTheLinked(former, now, standing.state, requests).reduce(corrects, standing);
    return withBrought(now, broughtNow(former, now, followed.state, calendar), followed);
  }, corrected);
}

/** The record after one more correction, and the events so far. */
export function corrects({ state, events }: Corrected, correction: CorrectionEvent): Corrected {
  const { correctedEvent, field, newValue } = correction.data;
  const entries = state.entries.map((entry) =>
    entry.id === correctedEvent
      ? ({ ...entry, data: withValueAt(entry.data, field, newValue) } as PatientEntry)
      : entry,
  );
  return { state: { ...state, entries }, events: [...events, correction] };
}

function broughtNow(
  former: PatientEntry,
  now: PatientEntry,
  state: PatientState,
  calendar: Calendar,
): Companion | undefined {
  const { brings }: PatientEventDefinition = PATIENT_EVENTS[now.type];
  if (brings === undefined || brings(former.data as never, state, calendar) !== undefined) return undefined;
  return brings(now.data as never, state, calendar);
}

function withBrought(entry: PatientEntry, brought: Companion | undefined, corrected: Corrected): Corrected {
  if (brought === undefined) return corrected;
  const own = Object.entries(brought.data).map(([name, value]) => correctionOf(entry, `/${name}`, value, true));
  const { state, events } = own.reduce(corrects, corrected);
  const made = brought.events as readonly PatientEvent[];
  const entries = made.map((event, place) => {
    const identity = { id: `made-with-${entry.id}-${place}`, revision: -1, recordedAt: entry.recordedAt };
    return { ...event, ...identity, corrected: [] };
  });
  return { state: { ...state, entries: [...state.entries, ...entries] }, events: [...events, ...made] };
}

/** A linked adverse event begins, and with a death ends, on the date of the entry that made it, until somebody says otherwise. */
function datesOfTheLinked(
  former: PatientEntry,
  now: PatientEntry,
  state: PatientState,
  requests: readonly CorrectionRequest[],
): readonly CorrectionEvent[] {
  const { happened }: PatientEventDefinition = PATIENT_EVENTS[now.type];
  const [old, value] = [former, now].map(({ data }) => (data as Readonly<Record<string, unknown>>)[happened ?? '']);
  const { adverseEvent } = former.data as { readonly adverseEvent?: number };
  const linked = all(state, 'AdverseEventReported').find(
    ({ data }) => data.linkedTo !== undefined && data.number === adverseEvent,
  );
  if (linked === undefined || sameValue(old, value)) return [];
  return (['startedOn', 'endedOn'] as const)
    .filter((name) => linked.data[name] !== undefined && linked.data[name] === old)
    .filter((name) => !requests.some((one) => one.correctedEvent === linked.id && one.field === `/${name}`))
    .map((name) => correctionOf(linked, `/${name}`, value, true));
}
