import type { Analysis } from '@bali/trial';
import { FULL_TIME } from '../outcomes/definitions.js';
import type { PatientOutcome } from '../outcomes/patient-outcome.js';
import type { TimeToEvent } from '../outcomes/time-to-event.js';

/** What is assumed of a patient who was lost, or withdrew from the follow-up, before the endpoint was known. */
type TakenFor = 'event' | 'no-event' | 'worst-case';

/** The arm for which the worst case is an event; of the other one, it is none. */
const TREATED = 'cells';

/** The sensitivity analyses of what is missing, each with the name that a plan has for it. */
export const MISSING_OUTCOMES: Readonly<Record<string, { readonly analysis: Analysis; readonly takenFor: TakenFor }>> =
  {
    'with an event on the last day known, where it is missing': { analysis: 'missing-as-events', takenFor: 'event' },
    'with no event, where it is missing': { analysis: 'missing-as-no-events', takenFor: 'no-event' },
    'with the worst case for the cells, where it is missing': {
      analysis: 'missing-worst-case',
      takenFor: 'worst-case',
    },
  };

/** The endpoint with what is missing taken for something; pooled, the worst case is an event of everybody. */
export function withMissing(
  outcome: PatientOutcome,
  takenFor: TakenFor,
  group: string,
  isPooled: boolean,
): TimeToEvent {
  const { endpoint } = outcome;
  if (!isMissing(outcome)) return endpoint;
  const isEvent = takenFor === 'event' || (takenFor === 'worst-case' && (isPooled || group === TREATED));
  return isEvent ? { ...endpoint, end: 'death' } : { ...endpoint, time: FULL_TIME, on: outcome.sixMonthsOn };
}

/** Nobody knows any more: the window has closed, and no contact tells. */
function isMissing({ endpoint, isWindowClosed, isEvaluable }: PatientOutcome): boolean {
  return isWindowClosed && !isEvaluable && endpoint.end === 'censored' && endpoint.time < FULL_TIME;
}
