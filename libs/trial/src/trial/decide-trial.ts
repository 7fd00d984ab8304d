import { dateAt, TRIAL } from '@bali/protocol';
import { withValueAt } from '@bali/schema';
import { decideTrialAnnulment } from '../annulments/decide-trial-annulment.js';
import type { EnteredAgainEvent } from '../annulments/entered-again.js';
import type { AnnulmentEvent } from '../annulments/entry-annulled.js';
import { inPlaceOf, refusedInPlaceOf } from '../annulments/in-place-of.js';
import { periodsInOrder } from '../conduct/periods.js';
import { type CorrectionRequest, decideCorrection } from '../correction.js';
import type { CorrectionEvent } from '../corrections/data-corrected.js';
import { type Decision, type DecisionContext, enteredOf, refusedAsEntered } from '../decision.js';
import { type Refusal, refusal } from '../refusal.js';
import type { TrialContext, TrialEventDefinition } from './define-trial-event.js';
import { type RecordTrialEvent, type TrialCommand, trialEventAskedFor } from './trial-commands.js';
import { TRIAL_EVENTS, type TrialEvent } from './trial-events.js';
import { isLocked, isRegistered, LOCKED, type TrialEntry, type TrialState } from './trial-state.js';

/** What a command about the trial as a whole leads to. */
export function decideTrial(
  command: TrialCommand,
  state: TrialState,
  context: TrialContext,
): Decision<TrialEvent | CorrectionEvent | AnnulmentEvent | EnteredAgainEvent> {
  switch (command.type) {
    case 'CorrectTrialData':
      return correct(command.data, state, context);
    case 'AnnulTrialEntries':
      return isLocked(state)
        ? { refusal: refusal('database-locked', LOCKED) }
        : decideTrialAnnulment(command.data, state, context);
    default:
      return enter(command, state, context);
  }
}

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

/** What no event of the trial may hold, whether it was entered or corrected so. */
function refusedByValues({ type, data }: TrialEvent, { now }: DecisionContext): Refusal | undefined {
  const { happened, rules }: TrialEventDefinition = TRIAL_EVENTS[type];
  const date = happened === undefined ? undefined : (data as Readonly<Record<string, string>>)[happened];
  if (happened !== undefined && date !== undefined && date > dateAt(now, TRIAL.timeZone))
    return refusal('in-the-future', `${date} is in the future.`, `/${happened}`);
  for (const rule of rules) {
    const refused = rule.refuses(data as never);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function correct(request: CorrectionRequest, state: TrialState, context: DecisionContext): Decision<CorrectionEvent> {
  if (isLocked(state)) return { refusal: refusal('database-locked', LOCKED) };
  const correction = decideCorrection(state, request, context);
  if ('code' in correction) return { refusal: correction };
  const entry = state.entries.find(({ id }) => id === request.correctedEvent);
  const { field, newValue } = correction.data;
  const corrected = { ...entry, data: withValueAt(entry?.data, field, newValue) } as TrialEntry;
  const refused = refusedByValues(corrected, context) ?? periodsDisordered(state, corrected);
  return refused === undefined ? { events: [correction] } : { refusal: { ...refused, field: '/newValue' } };
}

/** A corrected date of opening or closing must leave the site's periods in order. */
function periodsDisordered(state: TrialState, corrected: TrialEntry): Refusal | undefined {
  if (corrected.type !== 'SiteOpened' && corrected.type !== 'SiteClosed') return undefined;
  const { site } = corrected.data;
  const entries = state.entries.map((entry) => (entry.id === corrected.id ? corrected : entry));
  return periodsInOrder(entries, site)
    ? undefined
    : refusal('out-of-order', `Then ${site} would be closed before it was opened.`);
}
