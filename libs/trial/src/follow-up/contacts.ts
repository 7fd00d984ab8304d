import type { CalendarDate } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';

/** The date of the last follow-up visit that took place, if any did. */
export function lastAssessmentDate(state: PatientState): CalendarDate | undefined {
  return all(state, 'FollowUpAssessed')
    .map(({ data }) => data.assessedOn)
    .toSorted()
    .at(-1);
}
