import {
  assessEligibility,
  type CalendarDate,
  type Eligibility,
  type InfarctionHistory,
  limitsInForce,
  type PartialDate,
} from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';
import type { PatientContext } from '../patient/define-patient-event.js';
import { dayAt, timeZoneOf } from '../patient/time-zone.js';
import { siteOn } from '../transfer/stays.js';
import { protocolVersionsAt } from '../trial/versions.js';
import { screeningInForce } from './screening-in-force.js';

/**
 * The eligibility of a patient on a day: the answers of the screening that counts, judged again for that day by the limits that
 * are in force then, with every infarction that was reported since. `undefined`: the patient was not screened.
 */
export function eligibilityOn(
  state: PatientState,
  day: CalendarDate,
  { trial, limitsOf }: Pick<PatientContext, 'trial' | 'limitsOf'>,
): Eligibility | undefined {
  const screening = screeningInForce(state);
  if (screening === undefined) return undefined;
  const limits = limitsInForce(protocolVersionsAt(trial, siteOn(state, day), day), limitsOf);
  return assessEligibility(screening.data.answers, day, limits, infarctionsReported(state));
}

/** What an entry says of when it happened, where it was not recorded at once: during an outage it was done on paper. */
interface OnPaper {
  readonly confirmedOn?: CalendarDate;
  readonly randomizedAt?: string;
}

/** The day for which the eligibility is judged, at the site: that of the entry, or the one on which it was done on paper. */
export function dayOfJudgement(
  { confirmedOn, randomizedAt }: OnPaper,
  state: PatientState,
  { trial, now }: Pick<PatientContext, 'trial' | 'now'>,
): CalendarDate {
  return confirmedOn ?? dayAt(randomizedAt ?? now, timeZoneOf(state, trial));
}

/**
 * Infarctions that were reported as adverse events. A report of before it had to say whether it is one is not taken for none
 * where its words sound like it.
 */
function infarctionsReported(state: PatientState): readonly InfarctionHistory[] {
  return all(state, 'AdverseEventReported').flatMap(({ data }): readonly InfarctionHistory[] => {
    const { infarction, term = '', startedOn } = data as Reported;
    if (infarction === undefined) return SOUNDS_LIKE_ONE.test(term) ? [{ occurred: 'not-assessed' }] : [];
    return infarction === 'no' ? [] : [{ occurred: 'yes', lastOn: startedOn }];
  });
}

interface Reported {
  readonly infarction?: 'no' | 'myocardial' | 'brain';
  readonly term?: string;
  readonly startedOn: PartialDate;
}

const SOUNDS_LIKE_ONE = /infarct|stroke|cerebrovascular accident|\bavc\b|\bidm\b|\bstemi\b/iu;
