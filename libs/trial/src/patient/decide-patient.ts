import { decideAnnulment, decideConfirmation, decideUnitAnnulment } from '../annulments/decide-annulment.js';
import type { EnteredAgainEvent } from '../annulments/entered-again.js';
import type { AnnulmentEvent } from '../annulments/entry-annulled.js';
import { inPlaceOf, refusedInPlaceOf } from '../annulments/in-place-of.js';
import { refusedAnnulment } from '../annulments/refused-annulment.js';
import type { CorrectionEvent } from '../corrections/data-corrected.js';
import { decideCorrections } from '../corrections/decide-corrections.js';
import { type Decision, enteredOf, refusedAsEntered } from '../decision.js';
import { decideErrata } from '../errata/decide-errata.js';
import type { ErratumEvent } from '../errata/erratum.js';
import { markedAfterLock } from '../lock/after-lock.js';
import type { AfterLockEvent } from '../lock/recorded-after-lock.js';
import { withEditChecks } from '../edit-checks/with-queries.js';
import { deviationsOf } from '../deviations/deviations-of.js';
import type { Refusal } from '../refusal.js';
import { signOffInForce } from '../sign-off/sign-off-in-force.js';
import type { PatientState } from './chart.js';
import { newContradiction } from './consistency.js';
import type { PatientCircumstances, PatientContext, PatientEventDefinition } from './define-patient-event.js';
import { calendarAt, whenOf } from './happened.js';
import { type AnyPatientCommand, eventAskedFor, type PatientCommand } from './patient-commands.js';
import type { PatientEvent } from './patient-events.js';
import type { Calendar } from './rule.js';
import { type CorrectRelease, correctionOfRelease } from '../treatment/correct-release.js';
import { timeZoneOf } from './time-zone.js';
import { refusedBySequence } from './sequence.js';

/** What may come to stand in a patient's record. */
export type PatientRecordEvent =
  PatientEvent | CorrectionEvent | AnnulmentEvent | EnteredAgainEvent | AfterLockEvent | ErratumEvent;

/** What a command about one patient leads to. */
export function decidePatient(
  command: AnyPatientCommand,
  state: PatientState,
  context: PatientContext,
): Decision<PatientRecordEvent> {
  switch (command.type) {
    case 'CorrectPatientData': {
      const circumstances = circumstancesOf(state, context);
      return withEditChecks(
        decideCorrections(command.data, state, circumstances, calendarOf(state, context)),
        state,
        context,
      );
    }
    case 'CorrectRelease':
      return correctRelease(command, state, context);
    case 'AnnulEntries':
      return decideAnnulment(command.data, state, circumstancesOf(state, context));
    case 'AnnulUnitEntries':
      return decideUnitAnnulment(command.data, state, circumstancesOf(state, context));
    case 'ConfirmAnnulment':
      // Whoever confirms could not have entered it: that was asked of the one who asked for it.
      return decideConfirmation(command.data, state, circumstancesOf(state, withoutRights(context)));
    case 'RecordErratum':
      return decideErrata(command.data, state, circumstancesOf(state, context), calendarOf(state, context));
    default:
      return withEditChecks(enter(command, state, context), state, context);
  }
}

function withoutRights({ mayDo: _, ...context }: PatientContext): PatientContext {
  return context;
}

function enter(
  command: PatientCommand,
  state: PatientState,
  context: PatientContext,
): Decision<PatientEvent | EnteredAgainEvent | AfterLockEvent> {
  const definition: PatientEventDefinition = eventAskedFor(command.type);
  const entered = enteredOf(definition, command.data);
  const malformed = refusedAsEntered(definition, entered);
  if (malformed !== undefined) return { refusal: malformed };
  const computed = definition.computed?.from(entered as never, state, context);
  const brought = definition.brings?.(entered as never, state, calendarOf(state, context));
  const event = { type: definition.type, data: { ...entered, ...computed } } as PatientEvent;
  const whole = { ...event, data: { ...event.data, ...brought?.data } } as PatientEvent;
  const events = [whole, ...((brought?.events ?? []) as readonly PatientEvent[])];
  const refused =
    refusedBySequence(event, state, circumstancesOf(state, context)) ??
    refusedByRecord(events, state, context) ??
    refusedInPlaceOf(event.type, state, context);
  if (refused !== undefined) return { refusal: refused };
  const [entry = whole, ...others] = events;
  // What says in whose place it stands follows the entry itself.
  const recorded = [entry, ...inPlaceOf(context), ...others];
  return {
    events: [
      ...recorded,
      ...(definition.afterLock === 'marked' ? markedAfterLock(recorded.length, context.trial) : []),
    ],
  };
}

function circumstancesOf(state: PatientState, context: PatientContext): PatientCircumstances {
  const circumstances: PatientCircumstances = {
    ...context,
    signOff: signOffInForce(state),
    deviations: () => deviationsOf(state, context.trial, context.now),
    refusesAnnulment: (entries) => refusedAnnulment(entries, state, circumstances, calendarOf(state, context)),
  };
  return circumstances;
}

/** @param events what is entered, and what the same command records besides */
function refusedByRecord(
  events: readonly PatientEvent[],
  state: PatientState,
  context: PatientContext,
): Refusal | undefined {
  const entered = events.map((event, place) => {
    const id = place === 0 ? ENTERED : `${ENTERED}-${place}`;
    return { ...event, id, revision: -1, recordedAt: context.now, corrected: [] };
  });
  const after = { ...state, entries: [...state.entries, ...entered] };
  const contradiction = newContradiction(state, after, new Set([ENTERED]), calendarOf(after, context));
  if (contradiction === undefined || contradiction.entry === ENTERED) return contradiction?.refusal;
  // Something recorded before does not fit with it: what can be changed in the command is its own date.
  const { code, sentence, source } = contradiction.refusal;
  const [event] = events;
  const field = event && whenOf(event);
  return { code, sentence, source, ...(field === undefined ? {} : { field }) };
}

/** Stands for the id that an event does not have before it is a record. */
const ENTERED = 'entered';

function calendarOf(state: PatientState, { now, trial }: PatientContext): Calendar {
  return calendarAt(now, timeZoneOf(state, trial));
}

/** Why a release is corrected is said in the sealed ledger. */
function correctRelease(
  { data }: CorrectRelease,
  state: PatientState,
  context: PatientContext,
): Decision<CorrectionEvent | PatientEvent | AfterLockEvent> {
  const request = correctionOfRelease(data, state);
  if ('code' in request) return { refusal: request };
  const circumstances = { ...circumstancesOf(state, context), reason: context.reason ?? 'sealed' };
  return decideCorrections(request, state, circumstances, calendarOf(state, context));
}
