import { listed, withValueAt } from '@bali/schema';
import { neededAfter } from '../annulments/needed-by.js';
import { type CorrectionRequest, correctionOf, decideCorrection, sameValue } from '../correction.js';
import type { Decision } from '../decision.js';
import { markedAfterLock, refusedAsLocked } from '../lock/after-lock.js';
import type { AfterLockEvent } from '../lock/recorded-after-lock.js';
import type { PatientEntry, PatientState } from '../patient/chart.js';
import { newContradiction } from '../patient/consistency.js';
import type { PatientCircumstances, PatientEventDefinition } from '../patient/define-patient-event.js';
import { happened, named } from '../patient/happened.js';
import { PATIENT_EVENTS, type PatientEvent } from '../patient/patient-events.js';
import type { Calendar } from '../patient/rule.js';
import { correctionRefusedAsPlanned } from '../unblinding/planned.js';
import { correctionRefusedByKnowledge, refusedAsIfEntered } from '../patient/sequence.js';
import { notTheirs } from '../put-right.js';
import { type Refusal, refusal } from '../refusal.js';
import { type Corrected, corrects, withWhatGoesAlong } from './corrected-along.js';
import type { CorrectionEvent } from './data-corrected.js';

/** One value that is put right, and others that are put right with it. */
export interface CorrectionsRequest extends CorrectionRequest {
  /** Judged together with the first one, and stored together: so no two values lock each other. */
  readonly also?: readonly CorrectionRequest[];
}

/** The corrections of one command: each value becomes an event, and the record is judged with all of them. */
export function decideCorrections(
  { also = [], ...first }: CorrectionsRequest,
  state: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): Decision<CorrectionEvent | PatientEvent | AfterLockEvent> {
  const requests = [first, ...also];
  const named = [...new Set(requests.map(({ correctedEvent }) => correctedEvent))];
  const locked = refusedAsLocked(named, state, circumstances.trial);
  if (locked !== undefined) return { refusal: locked };
  const corrected = correctedTogether(requests, state, circumstances, calendar);
  if ('code' in corrected) return { refusal: corrected };
  const { events } = corrected;
  const brings = events.some(({ type }) => type !== 'DataCorrected');
  return { events: [...events, ...(brings ? markedAfterLock(events.length, circumstances.trial) : [])] };
}

/** The record with these values put right, and the events that say so; or why they cannot be, whoever asks for it. */
export function correctedTogether(
  requests: readonly CorrectionRequest[],
  state: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): Corrected | Refusal {
  const twice = correctedTwice(requests);
  if (twice !== undefined) return twice;
  let corrected: Corrected = { state, events: [] };
  for (const [place, request] of requests.entries()) {
    const next = withCorrection(corrected, request, circumstances);
    if ('code' in next) return at(place, next);
    corrected = next;
  }
  corrected = withWhatGoesAlong(requests, state, corrected, calendar);
  const refused = refusedTogether(requests, state, corrected.state, circumstances, calendar);
  if (refused !== undefined) return refused;
  return recomputed(requests, corrected.state, circumstances).reduce(corrects, corrected);
}

/** Two corrections of one value in one command: which of them is right is not said. */
export function correctedTwice(requests: readonly CorrectionRequest[]): Refusal | undefined {
  const twice = requests.findIndex((one, place) => requests.slice(0, place).some((other) => isSameField(one, other)));
  return twice > 0 ? at(twice, refusal('invalid-value', 'This value is corrected twice.', '/field')) : undefined;
}

function isSameField(one: CorrectionRequest, other: CorrectionRequest): boolean {
  return one.correctedEvent === other.correctedEvent && one.field === other.field;
}

/** A refusal names its place in the command: the first correction stands at the top, the others in `also`. */
export function at(place: number, { field, ...refused }: Refusal): Refusal {
  if (field === undefined) return refused;
  return { ...refused, field: place === 0 || field === '/reason' ? field : `/also/${place - 1}${field}` };
}

function withCorrection(
  { state, events }: Corrected,
  request: CorrectionRequest,
  circumstances: PatientCircumstances,
): Corrected | Refusal {
  const correction = decideCorrection(state, request, circumstances);
  if ('code' in correction) return correction;
  const { correctedEvent, field } = request;
  const entry = state.entries.find(({ id }) => id === correctedEvent);
  if (entry === undefined) throw new Error('a correction was decided on for an entry that is not there');
  const definition: PatientEventDefinition = PATIENT_EVENTS[entry.type];
  const others =
    notTheirs(definition, circumstances.mayDo) ??
    correctionRefusedByKnowledge(definition, state, circumstances, field) ??
    correctionRefusedAsPlanned(definition.type, circumstances);
  if (others !== undefined) return others;
  const right = { ...entry, data: withValueAt(entry.data, field, correction.data.newValue) } as PatientEntry;
  const entries = state.entries.map((one) => (one === entry ? right : one));
  return { state: { ...state, entries }, events: [...events, correction] };
}

/** What the record, with all of it put right, would contradict: the rules of an entry, and what rests on the entries. */
function refusedTogether(
  requests: readonly CorrectionRequest[],
  before: PatientState,
  after: PatientState,
  circumstances: PatientCircumstances,
  calendar: Calendar,
): Refusal | undefined {
  const changed = new Set(requests.map(({ correctedEvent }) => correctedEvent));
  const contradiction = newContradiction(before, after, changed, calendar);
  if (contradiction !== undefined) {
    const place = requests.findIndex(({ correctedEvent }) => correctedEvent === contradiction.entry);
    return at(Math.max(0, place), { ...contradiction.refusal, field: '/newValue' });
  }
  for (const [place, { correctedEvent, field }] of requests.entries()) {
    const entry = after.entries.find(({ id }) => id === correctedEvent);
    const others = { ...after, entries: after.entries.filter((one) => one !== entry) };
    const refused = entry && refusedAsIfEntered(others, entry, field, circumstances);
    if (refused !== undefined) return at(place, { ...refused, field: '/newValue' });
  }
  const needing = neededAfter(before, after, circumstances);
  if (needing.length === 0) return undefined;
  const which = listed(needing.map((entry) => `${named(entry)} of ${happened(entry)} (${entry.id})`));
  const sentence = `${which} could not stand then: correct it in the same command, or annul it first.`;
  return refusal('needed-by-others', sentence, '/newValue');
}

/** What the software had computed from an entry's own values is corrected along with them. */
function recomputed(
  requests: readonly CorrectionRequest[],
  state: PatientState,
  circumstances: PatientCircumstances,
): readonly CorrectionEvent[] {
  const changed = [...new Set(requests.map(({ correctedEvent }) => correctedEvent))];
  return changed.flatMap((id) => {
    const entry = state.entries.find((one) => one.id === id);
    const { computed }: PatientEventDefinition = PATIENT_EVENTS[entry?.type ?? 'ConsentGiven'];
    if (entry === undefined || computed?.followsItsEntry !== true) return [];
    const now = computed.from(entry.data as never, state, circumstances) as Readonly<Record<string, unknown>>;
    const data = entry.data as Readonly<Record<string, unknown>>;
    return computed.fields
      .filter((name) => !sameValue(data[name], now[name]))
      .map((name) => correctionOf(entry, `/${name}`, now[name], true));
  });
}
