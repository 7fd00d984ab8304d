import { type CalendarDate, PRIMARY_ENDPOINT, plusMonths } from '@bali/protocol';
import { all, type PatientState } from '../patient/chart.js';
import { happened } from '../patient/happened.js';
import { dayAt, type TimeZones } from '../patient/time-zone.js';

/**
 * The day from which a patient's visits and 6 months are counted, at the site: the day of the first implantation, or of the
 * randomization where nothing was implanted. `undefined`: the patient is not randomized.
 */
export function timeZero(state: PatientState, zones: TimeZones): CalendarDate | undefined {
  const implantedOn = all(state, 'Implanted').map(({ data }) => dayAt(data.implantedAt, zones));
  return implantedOn.toSorted()[0] ?? randomizationDate(state, zones);
}

/** The day of the first randomization, at the site: what happens from then on counts for the endpoint. */
export function randomizationDate(state: PatientState, zones: TimeZones): CalendarDate | undefined {
  const [first] = all(state, 'Randomized');
  return first === undefined ? undefined : dayAt(happened(first), zones);
}

/** The last day on which an event counts for the primary endpoint: 6 calendar months after time zero. */
export function endpointDate(zero: CalendarDate): CalendarDate {
  return plusMonths(zero, PRIMARY_ENDPOINT.months);
}
