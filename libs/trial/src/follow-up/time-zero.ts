import { type CalendarDate, dateAt, PRIMARY_ENDPOINT, plusMonths } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';

/**
 * The day from which a patient's visits and 6 months are counted, at the site: the day of the first implantation, or of the
 * randomization where nothing was implanted. `undefined`: the patient is not randomized.
 */
export function timeZero(state: PatientState, timeZone: string): CalendarDate | undefined {
  const implantedOn = all(state, 'Implanted').map(({ data }) => dateAt(data.implantedAt, timeZone));
  return implantedOn.toSorted()[0] ?? randomizationDate(state, timeZone);
}

/** The day of the first randomization, at the site: what happens from then on counts for the endpoint. */
export function randomizationDate(state: PatientState, timeZone: string): CalendarDate | undefined {
  const [first] = all(state, 'Randomized');
  return first === undefined ? undefined : dateAt(first.recordedAt, timeZone);
}

/** The last day on which an event counts for the primary endpoint: 6 calendar months after time zero. */
export function endpointDate(zero: CalendarDate): CalendarDate {
  return plusMonths(zero, PRIMARY_ENDPOINT.months);
}
