import { all, last, type PatientState } from '../patient/chart.js';

/** Whether the patient is lost to follow-up: recorded so, and not assessed since that last contact. */
export function isLost(state: PatientState): boolean {
  const lost = last(state, 'LostToFollowUp');
  if (lost === undefined) return false;
  return !all(state, 'FollowUpAssessed').some(({ data }) => data.assessedOn > lost.data.lastContactOn);
}
