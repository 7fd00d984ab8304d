import { assessEligibility, siteOfPatient, TRIAL } from '@bali/protocol';
import { type CorrectionRequest, correctionOf, decideCorrection, sameValue } from '../correction.js';
import type { Decision } from '../decision.js';
import type { CorrectionEvent } from '../events/correction-events.js';
import type { PatientEvent } from '../events/patient-events.js';
import { withValueAt } from '../json-pointer.js';
import type { Refusal } from '../refusal.js';
import { siteOf } from '../trial/trial-state.js';
import { contradictions } from './consistency.js';
import { type CorrectPatientData, type PatientCommand, RECORDED_AS_ENTERED } from './patient-commands.js';
import { all, last, type PatientData, type PatientEntry, type PatientState } from './patient-state.js';
import { type PatientContext, refusedBySequence } from './preconditions.js';

/** What a command about one patient leads to. */
export function decidePatient(
  command: PatientCommand | CorrectPatientData,
  state: PatientState,
  context: PatientContext,
): Decision<PatientEvent | CorrectionEvent> {
  return command.type === 'CorrectPatientData'
    ? correct(command.data, state, context)
    : enter(eventOf(command, state), state, context);
}

function eventOf(command: PatientCommand, state: PatientState): PatientEvent {
  switch (command.type) {
    case 'ScreenPatient':
      return { type: 'PatientScreened', data: screened(command.data) };
    case 'ReportAdverseEvent':
      return {
        type: 'AdverseEventReported',
        data: { ...command.data, number: all(state, 'AdverseEventReported').length + 1 },
      };
    default:
      return { type: RECORDED_AS_ENTERED[command.type], data: command.data } as PatientEvent;
  }
}

/** A screening with the verdict that follows from its answers. */
function screened({
  screenedOn,
  answers,
}: Pick<PatientData<'PatientScreened'>, 'screenedOn' | 'answers'>): PatientData<'PatientScreened'> {
  const { verdict, failed, notAssessed } = assessEligibility(answers, screenedOn);
  return { screenedOn, answers, verdict, failed: [...failed], notAssessed: [...notAssessed] };
}

function enter(event: PatientEvent, state: PatientState, context: PatientContext): Decision<PatientEvent> {
  const refused = refusedBySequence(event, state, context);
  if (refused !== undefined) return { refusal: refused };
  const entered = { ...event, id: ENTERED, revision: -1, recordedAt: context.now, corrected: [] } as PatientEntry;
  const contradiction = newContradiction(state, { entries: [...state.entries, entered] }, context);
  return contradiction === undefined ? { events: [event] } : { refusal: contradiction };
}

/** Stands for the id that an event does not have before it is a record. */
const ENTERED = 'entered';

/** The first contradiction that a change would bring into a record. */
function newContradiction(before: PatientState, after: PatientState, context: PatientContext): Refusal | undefined {
  const calendar = { now: context.now, timeZone: timeZoneOf(after, context) };
  const known = new Set(contradictions(before, calendar).map(({ entry, refusal }) => `${entry} ${refusal.code}`));
  return contradictions(after, calendar).find(({ entry, refusal }) => !known.has(`${entry} ${refusal.code}`))?.refusal;
}

function timeZoneOf(state: PatientState, { trial }: PatientContext): string {
  const patient = last(state, 'ConsentGiven')?.data.patient ?? '';
  return siteOf(trial, siteOfPatient(patient))?.timeZone ?? TRIAL.timeZone;
}

function correct(request: CorrectionRequest, state: PatientState, context: PatientContext): Decision<CorrectionEvent> {
  const correction = decideCorrection(state.entries, request, context);
  if ('code' in correction) return { refusal: correction };
  const entries = state.entries.map((entry) =>
    entry.id === request.correctedEvent ? changed(entry, correction) : entry,
  );
  const contradiction = newContradiction(state, { entries }, context);
  if (contradiction !== undefined) return { refusal: { ...contradiction, field: '/newValue' } };
  return { events: [correction, ...recomputed(entries, request.correctedEvent)] };
}

function changed(entry: PatientEntry, { data }: CorrectionEvent): PatientEntry {
  return { ...entry, data: withValueAt(entry.data, data.field, data.newValue) } as PatientEntry;
}

/** When an answer of a screening was corrected, what the software had computed from it is corrected along with it. */
function recomputed(entries: readonly PatientEntry[], correctedEvent: string): readonly CorrectionEvent[] {
  const entry = entries.find(({ id }) => id === correctedEvent);
  if (entry?.type !== 'PatientScreened') return [];
  const now = screened(entry.data);
  return (['verdict', 'failed', 'notAssessed'] as const)
    .filter((field) => !sameValue(entry.data[field], now[field]))
    .map((field) => correctionOf(entry, `/${field}`, now[field], true));
}
