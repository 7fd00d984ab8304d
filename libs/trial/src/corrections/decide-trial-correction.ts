import { dateAt, TRIAL } from '@bali/protocol';
import { withValueAt } from '@bali/schema';
import { periodsInOrder } from '../conduct/periods.js';
import { type CorrectionRequest, decideCorrection } from '../correction.js';
import type { DecisionContext } from '../decision.js';
import { type Refusal, refusal } from '../refusal.js';
import type { TrialEventDefinition } from '../trial/define-trial-event.js';
import { TRIAL_EVENTS, type TrialEvent } from '../trial/trial-events.js';
import type { TrialEntry, TrialState } from '../trial/trial-state.js';
import type { CorrectionEvent } from './data-corrected.js';

/** One value of an entry about the trial or a site is put right, whether by a correction or by an erratum. */
export function decideTrialCorrection(
  request: CorrectionRequest,
  state: TrialState,
  context: DecisionContext,
): CorrectionEvent | Refusal {
  const correction = decideCorrection(state, request, context);
  if ('code' in correction) return correction;
  const entry = state.entries.find(({ id }) => id === request.correctedEvent);
  const { field, newValue } = correction.data;
  const corrected = { ...entry, data: withValueAt(entry?.data, field, newValue) } as TrialEntry;
  const refused = refusedByValues(corrected, context) ?? periodsDisordered(state, corrected);
  return refused === undefined ? correction : { ...refused, field: '/newValue' };
}

/** What no event of the trial may hold, whether it was entered or corrected so. */
export function refusedByValues({ type, data }: TrialEvent, { now }: DecisionContext): Refusal | undefined {
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

/** A corrected date of opening or closing must leave the site's periods in order. */
function periodsDisordered(state: TrialState, corrected: TrialEntry): Refusal | undefined {
  if (corrected.type !== 'SiteOpened' && corrected.type !== 'SiteClosed') return undefined;
  const { site } = corrected.data;
  const entries = state.entries.map((entry) => (entry.id === corrected.id ? corrected : entry));
  return periodsInOrder(entries, site)
    ? undefined
    : refusal('out-of-order', `Then ${site} would be closed before it was opened.`);
}
