import { type CalendarDate, dateAt, PRIMARY_ENDPOINT, plusMonths } from '@bali/protocol';
import { all, last, type PatientState } from '../patient/chart.js';

/** The date of the implantation at the site, from which the follow-up is counted. */
export function implantationDate(state: PatientState, timeZone: string): CalendarDate | undefined {
  const implanted = last(state, 'Implanted');
  return implanted === undefined ? undefined : dateAt(implanted.data.implantedAt, timeZone);
}

/** The last day on which an event counts for the primary endpoint: 6 calendar months after the implantation. */
export function endpointDate(implantedOn: CalendarDate): CalendarDate {
  return plusMonths(implantedOn, PRIMARY_ENDPOINT.months);
}

/** The date of the last follow-up visit that took place, if any did. */
export function lastAssessmentDate(state: PatientState): CalendarDate | undefined {
  return all(state, 'FollowUpAssessed')
    .map(({ data }) => data.assessedOn)
    .toSorted()
    .at(-1);
}
