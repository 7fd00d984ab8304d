import { assessEligibility, dateAt, TRIAL } from '@bali/protocol';
import { type CorrectionRequest, correctionOf, decideCorrection, sameValue } from '../correction.js';
import { type Decision, refusedBySchema } from '../decision.js';
import type { CorrectionEvent } from '../events/correction-events.js';
import type { PatientEvent } from '../events/patient-events.js';
import { withValueAt } from '@bali/schema';
import type { Refusal } from '../refusal.js';
import { siteOf, type TrialSite, type TrialState } from '../trial/trial-state.js';
import { newContradiction } from './consistency.js';
import { type CorrectPatientData, type PatientCommand, RECORDED_AS_ENTERED } from './patient-commands.js';
import {
  all,
  last,
  lastRevision,
  type PatientData,
  type PatientEntry,
  type PatientState,
  screeningInForce,
} from './patient-state.js';
import { assessorUnblinded } from './unblinding-preconditions.js';
import { type PatientContext, refusedByLock, refusedBySequence, siteNotOpen, visitProblem } from './preconditions.js';
import { type Calendar, whenOf } from './rules/rule.js';

/** What a command about one patient leads to. */
export function decidePatient(
  command: PatientCommand | CorrectPatientData,
  state: PatientState,
  context: PatientContext,
): Decision<PatientEvent | CorrectionEvent> {
  return command.type === 'CorrectPatientData' ? correct(command.data, state, context) : enter(command, state, context);
}

/** The event that a command asks for, before anything is computed for it. */
function eventOf(command: PatientCommand, state: PatientState): PatientEvent {
  switch (command.type) {
    case 'ScreenPatient':
      return { type: 'PatientScreened', data: { ...command.data, ...NOT_JUDGED } };
    case 'ReportAdverseEvent':
      return {
        type: 'AdverseEventReported',
        data: { ...command.data, number: all(state, 'AdverseEventReported').length + 1 },
      };
    case 'ConfirmEligibility':
      return { type: 'EligibilityConfirmed', data: { screening: screeningInForce(state)?.id ?? NO_SCREENING } };
    case 'SignOffPatient':
      return { type: 'PatientSignedOff', data: { throughRevision: Math.max(0, lastRevision(state)) } };
    default:
      return { type: RECORDED_AS_ENTERED[command.type], data: command.data } as PatientEvent;
  }
}

/** Of a patient who is then refused for not being screened. */
const NO_SCREENING = '00000000-0000-0000-0000-000000000000';
const NOT_JUDGED = { verdict: 'not-yet-decidable' as const, failed: [], notAssessed: [] };

/** A screening with the verdict that follows from its answers. */
function screened({
  screenedOn,
  answers,
}: Pick<PatientData<'PatientScreened'>, 'screenedOn' | 'answers'>): PatientData<'PatientScreened'> {
  const { verdict, failed, notAssessed } = assessEligibility(answers, screenedOn);
  return { screenedOn, answers, verdict, failed: [...failed], notAssessed: [...notAssessed] };
}

function enter(command: PatientCommand, state: PatientState, context: PatientContext): Decision<PatientEvent> {
  const asked = eventOf(command, state);
  const malformed = refusedBySchema(asked);
  if (malformed !== undefined) return { refusal: malformed };
  const event: PatientEvent =
    asked.type === 'PatientScreened' ? { type: asked.type, data: screened(asked.data) } : asked;
  const refused = refusedBySequence(event, state, context) ?? refusedByRecord(event, state, context);
  return refused === undefined ? { events: [event] } : { refusal: refused };
}

function refusedByRecord(event: PatientEvent, state: PatientState, context: PatientContext): Refusal | undefined {
  const entered = { ...event, id: ENTERED, revision: -1, recordedAt: context.now, corrected: [] } as PatientEntry;
  const after = { entries: [...state.entries, entered] };
  const contradiction = newContradiction(state, after, ENTERED, calendarOf(after, context));
  if (contradiction === undefined || contradiction.entry === ENTERED) return contradiction?.refusal;
  // Something recorded before does not fit with it: what can be changed in the command is its own date.
  const { code, sentence, source } = contradiction.refusal;
  const field = whenOf(event);
  return { code, sentence, source, ...(field === undefined ? {} : { field }) };
}

/** Stands for the id that an event does not have before it is a record. */
const ENTERED = 'entered';

function calendarOf(state: PatientState, { now, trial }: PatientContext): Calendar {
  const timeZone = siteOfState(state, trial)?.timeZone ?? TRIAL.timeZone;
  return { now, today: dateAt(now, timeZone), timeZone };
}

function siteOfState(state: PatientState, trial: TrialState): TrialSite | undefined {
  return siteOf(trial, last(state, 'ConsentGiven')?.data.site ?? '');
}

function correct(request: CorrectionRequest, state: PatientState, context: PatientContext): Decision<CorrectionEvent> {
  const locked = refusedByLock(context.trial);
  if (locked !== undefined) return { refusal: locked };
  const correction = decideCorrection(state.entries, request, context);
  if ('code' in correction) return { refusal: correction };
  const unblinded =
    correction.data.correctedType === 'FollowUpAssessed' ? assessorUnblinded(state, context) : undefined;
  if (unblinded !== undefined) return { refusal: unblinded };
  const entries = state.entries.map((entry) =>
    entry.id === request.correctedEvent ? changed(entry, correction) : entry,
  );
  const refused =
    newContradiction(state, { entries }, request.correctedEvent, calendarOf(state, context))?.refusal ??
    refusedAsIfEntered(state, { entries }, request, context);
  if (refused !== undefined) return { refusal: { ...refused, field: '/newValue' } };
  return { events: [correction, ...recomputed(entries, request.correctedEvent)] };
}

/** What holds when a date or a visit is entered holds when it is corrected. */
function refusedAsIfEntered(
  before: PatientState,
  after: PatientState,
  { correctedEvent, field }: CorrectionRequest,
  context: PatientContext,
): Refusal | undefined {
  const entry = after.entries.find(({ id }) => id === correctedEvent);
  const site = siteOfState(before, context.trial);
  if (entry === undefined || site === undefined) return undefined;
  if (field === whenOf(entry)) return siteNotOpen(entry, site, context.now);
  if (field !== '/visit' || entry.type !== 'FollowUpAssessed') return undefined;
  const others = { entries: before.entries.filter(({ id }) => id !== correctedEvent) };
  return visitProblem(others, entry.data, context);
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
