import { type CalendarDate, dateAt, type Instant, TRIAL } from '@bali/protocol';
import { type Stay, staysOf } from '../transfer/stays.js';
import { siteOf, type TrialState } from '../trial/trial-state.js';
import type { PatientState } from './chart.js';

/** The clocks by which a patient's days are told: those of one place, or, after a transfer, of the place of each moment. */
export type TimeZones = string | ((moment: Instant) => string);

/** The zone of a moment. */
export function zoneAt(moment: Instant, zones: TimeZones): string {
  return typeof zones === 'string' ? zones : zones(moment);
}

/** The date of a moment where the patient was. */
export function dayAt(moment: Instant, zones: TimeZones): CalendarDate {
  return dateAt(moment, zoneAt(moment, zones));
}

/** The time zone of the site where the patient is, by day; that of the trial, where the site is not known. */
export function timeZoneOf(state: PatientState, trial: TrialState): TimeZones {
  return zonesOf(staysOf(state), (site) => siteOf(trial, site)?.timeZone ?? TRIAL.timeZone);
}

/** The same, of stays whose sites' zones are looked up. */
export function zonesOf(stays: readonly Stay[], zoneOf: (site: string) => string): TimeZones {
  const there = stays.map(({ site, from }) => ({ from, zone: zoneOf(site) }));
  const [first = { zone: TRIAL.timeZone }, ...later] = there;
  if (later.every(({ zone }) => zone === first.zone)) return first.zone;
  return (moment) =>
    there.findLast(({ from, zone }) => from === undefined || from <= dateAt(moment, zone))?.zone ?? first.zone;
}
