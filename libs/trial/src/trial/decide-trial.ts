import { decideTrialAnnulment } from '../annulments/decide-trial-annulment.js';
import type { EnteredAgainEvent } from '../annulments/entered-again.js';
import type { AnnulmentEvent } from '../annulments/entry-annulled.js';
import { inPlaceOf, refusedInPlaceOf } from '../annulments/in-place-of.js';
import type { CorrectionRequest } from '../correction.js';
import type { CorrectionEvent } from '../corrections/data-corrected.js';
import { decideTrialCorrection, refusedByValues } from '../corrections/decide-trial-correction.js';
import { type Decision, type DecisionContext, enteredOf, refusedAsEntered } from '../decision.js';
import { decideTrialErrata } from '../errata/decide-trial-errata.js';
import type { ErratumEvent } from '../errata/erratum.js';
import { type Refusal, refusal } from '../refusal.js';
import type { TrialContext, TrialEventDefinition } from './define-trial-event.js';
import { type RecordTrialEvent, type TrialCommand, trialEventAskedFor } from './trial-commands.js';
import { TRIAL_EVENTS, type TrialEvent } from './trial-events.js';
import { isLocked, isRegistered, isUnblinded, LOCKED, type TrialState } from './trial-state.js';

/** What a command about the trial as a whole leads to. */
export function decideTrial(
  command: TrialCommand,
  state: TrialState,
  context: TrialContext,
): Decision<TrialEvent | CorrectionEvent | AnnulmentEvent | EnteredAgainEvent | ErratumEvent> {
  switch (command.type) {
    case 'CorrectTrialData':
      return lockedRefusal(state) ?? correct(command.data, state, context);
    case 'AnnulTrialEntries':
      return lockedRefusal(state) ?? decideTrialAnnulment(command.data, state, context);
    case 'RecordTrialErratum':
      return decideTrialErrata(command.data, state, context);
    default:
      return enter(command, state, context);
  }
}

function correct(request: CorrectionRequest, state: TrialState, context: DecisionContext): Decision<CorrectionEvent> {
  const correction = decideTrialCorrection(request, state, context);
  return 'code' in correction ? { refusal: correction } : { events: [correction] };
}

function lockedRefusal(state: TrialState): { readonly refusal: Refusal } | undefined {
  if (!isLocked(state)) return undefined;
  const sentence = isUnblinded(state) ? LOCKED_AND_UNBLINDED : LOCKED;
  return { refusal: refusal('database-locked', sentence) };
}

/** Then nobody unlocks the database any more. */
const LOCKED_AND_UNBLINDED =
  'The database is locked, and the trial is unblinded: what was wrong when it was locked is put right by an erratum, which the ' +
  'sponsor authorises.';

function enter(
  command: RecordTrialEvent,
  state: TrialState,
  context: TrialContext,
): Decision<TrialEvent | EnteredAgainEvent> {
  const definition: TrialEventDefinition = trialEventAskedFor(command.type);
  const entered = enteredOf(definition, command.data);
  const early = refusedByRegistration(definition, state) ?? refusedAsEntered(definition, entered);
  if (early !== undefined) return { refusal: early };
  const computed = definition.computed?.from(state, context);
  const event = { type: definition.type, data: { ...entered, ...computed } } as TrialEvent;
  const refused =
    refusedByLock(definition, state) ??
    refusedByConditions(definition, event, state, context) ??
    refusedByValues(event, context) ??
    refusedInPlaceOf(event.type, state, context);
  return refused === undefined ? { events: [event, ...inPlaceOf(context)] } : { refusal: refused };
}

function refusedByRegistration({ type }: TrialEventDefinition, state: TrialState): Refusal | undefined {
  if (type === TRIAL_EVENTS.TrialRegistered.type) {
    return isRegistered(state) ? refusal('trial-already-registered', 'The trial is registered already.') : undefined;
  }
  return isRegistered(state) ? undefined : refusal('trial-not-registered', 'The trial has to be registered first.');
}

function refusedByLock({ type, afterLock }: TrialEventDefinition, state: TrialState): Refusal | undefined {
  if (!isLocked(state) || afterLock === 'allowed') return undefined;
  const isLock = type === TRIAL_EVENTS.DatabaseLocked.type;
  return refusal('database-locked', isLock ? 'The database is locked already.' : LOCKED);
}

function refusedByConditions(
  { conditions }: TrialEventDefinition,
  { data }: TrialEvent,
  state: TrialState,
  context: TrialContext,
): Refusal | undefined {
  for (const condition of conditions) {
    const refused = condition.refuses(state, context, data as never);
    if (refused !== undefined) return refused;
  }
  return undefined;
}
