import { type CalendarDate, dateAt, plusDays, PRIMARY_ENDPOINT, type Visit } from '@bali/protocol';
import { endpointDate, type TrialState, visitsInForce } from '@bali/trial';
import type { PatientSummary } from '../trial-state/patient-summary.js';
import { siteTimeZone } from './site-time-zone.js';

/**
 * What is known of one patient's primary endpoint.
 *
 * - `evaluable`: the endpoint was reached, or the patient is known to have passed the 6 months without it.
 * - `follow-up-under-way`: the 6 months, with the last visit's window, are not over; `visit-overdue`: they are, and
 *   nobody has recorded how the patient is.
 * - `withdrawn`, `lost-to-follow-up`: censored, because observation ended before the 6 months.
 */
export type EndpointStanding =
  | { readonly kind: 'evaluable'; readonly majorAmputation: boolean; readonly death: boolean }
  | { readonly kind: 'not-implanted' | 'follow-up-under-way' | 'visit-overdue' | 'withdrawn' | 'lost-to-follow-up' };

/** Pooled over both arms: nothing here is, or can be, told by arm. Counts of implanted patients. */
export interface PrimaryEndpoint {
  readonly implanted: number;
  readonly evaluable: number;
  /** Of the evaluable, with a major amputation within the 6 months. */
  readonly majorAmputations: number;
  /** Of the evaluable, dead within the 6 months; a patient may be among both. */
  readonly deaths: number;
  readonly survivedWithoutMajorAmputation: number;
  readonly notYetEvaluable: { readonly followUpUnderWay: number; readonly visitOverdue: number };
  readonly censored: { readonly withdrawn: number; readonly lostToFollowUp: number };
}

/** @param asOf the date up to which the follow-up is judged. */
export function primaryEndpointOf(
  trial: TrialState,
  patients: readonly PatientSummary[],
  asOf: CalendarDate,
): PrimaryEndpoint {
  const standings = endpointStandings(trial, patients, asOf).map(({ standing }) => standing);
  const evaluable = standings.filter((standing) => standing.kind === 'evaluable');
  const count = (kind: EndpointStanding['kind']): number => standings.filter((other) => other.kind === kind).length;
  return {
    implanted: standings.length - count('not-implanted'),
    evaluable: evaluable.length,
    majorAmputations: evaluable.filter(({ majorAmputation }) => majorAmputation).length,
    deaths: evaluable.filter(({ death }) => death).length,
    survivedWithoutMajorAmputation: evaluable.filter(({ majorAmputation, death }) => !majorAmputation && !death).length,
    notYetEvaluable: { followUpUnderWay: count('follow-up-under-way'), visitOverdue: count('visit-overdue') },
    censored: { withdrawn: count('withdrawn'), lostToFollowUp: count('lost-to-follow-up') },
  };
}

/** Each patient's standing: what a data manager looks at to chase what is missing. */
export function endpointStandings(
  trial: TrialState,
  patients: readonly PatientSummary[],
  asOf: CalendarDate,
): readonly { readonly patient: string; readonly standing: EndpointStanding }[] {
  const zoneOf = siteTimeZone(trial);
  const windowDays = endpointWindow(trial);
  return patients.map((summary) => {
    const { patient, site, implantedAt } = summary;
    if (implantedAt === undefined) return { patient, standing: { kind: 'not-implanted' } };
    const from = dateAt(implantedAt, zoneOf(site));
    const until = endpointDate(from);
    const seenFrom = plusDays(until, -windowDays);
    const period: Period = { from, seenFrom, until, overdueAfter: plusDays(until, windowDays) };
    return {
      patient,
      standing: reached(summary, period) ?? passed(summary, period) ?? notKnown(summary, period, asOf),
    };
  });
}

interface Period {
  /** The day of the implantation: what was amputated before it is history, not endpoint. */
  readonly from: CalendarDate;
  /** Who was seen from this day on was seen at the visit of the endpoint. */
  readonly seenFrom: CalendarDate;
  /** The last day of the 6 months. */
  readonly until: CalendarDate;
  readonly overdueAfter: CalendarDate;
}

/** The endpoint was reached within the 6 months: that counts, however the observation ended. */
function reached(
  { majorAmputationsOn, diedOn }: PatientSummary,
  { from, until }: Period,
): EndpointStanding | undefined {
  const majorAmputation = majorAmputationsOn.some((date) => from <= date && date <= until);
  const death = diedOn !== undefined && diedOn <= until;
  return majorAmputation || death ? { kind: 'evaluable', majorAmputation, death } : undefined;
}

/** The patient was under observation at the end of the 6 months, or later, and had not reached the endpoint. */
function passed(summary: PatientSummary, { seenFrom, until }: Period): EndpointStanding | undefined {
  const { visits, completedOn, majorAmputationsOn, diedOn, lastContactOn, withdrawnOn } = summary;
  const observationEndedOn = [lastContactOn, withdrawnOn].find((date) => date !== undefined);
  const known =
    visits.some(({ assessedOn }) => assessedOn >= seenFrom) ||
    completedOn !== undefined ||
    majorAmputationsOn.some((date) => date > until) ||
    // That somebody died later tells nothing of amputations if the observation had ended before.
    (observationEndedOn === undefined ? diedOn !== undefined : observationEndedOn >= until);
  return known ? { kind: 'evaluable', majorAmputation: false, death: false } : undefined;
}

function notKnown(summary: PatientSummary, { overdueAfter }: Period, asOf: CalendarDate): EndpointStanding {
  if (summary.withdrawnOn !== undefined) return { kind: 'withdrawn' };
  if (summary.lastContactOn !== undefined) return { kind: 'lost-to-follow-up' };
  return { kind: asOf <= overdueAfter ? 'follow-up-under-way' : 'visit-overdue' };
}

/** The days before and after the end of the 6 months that count as the visit of the endpoint. */
function endpointWindow(trial: TrialState): number {
  const isEndpoint = (visit: Visit): boolean => visit.monthsAfterImplantation === PRIMARY_ENDPOINT.months;
  return visitsInForce(trial).find(isEndpoint)?.windowDays ?? 0;
}
