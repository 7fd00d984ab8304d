import type { CalendarDate } from '@bali/protocol';
import { all, type PatientState } from './chart.js';

/** The site where a patient is on a day. The code of a patient says only where the consent was given. */
export function siteOn(state: PatientState, _day: CalendarDate): string | undefined {
  return all(state, 'ConsentGiven')[0]?.data.site;
}
