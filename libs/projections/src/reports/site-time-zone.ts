import { type CalendarDate, TRIAL } from '@bali/protocol';
import { type Stay, sitesOf, type TimeZones, type TrialState, zonesOf } from '@bali/trial';
import type { PatientSummary } from '../trial-state/patient-summary.js';

/** The time zone of each site (IANA); the trial's where a site is not known. */
export function siteTimeZone(trial: TrialState): (site: string | undefined) => string {
  const zones = new Map<string | undefined, string>(sitesOf(trial).map(({ code, timeZone }) => [code, timeZone]));
  return (site) => zones.get(site) ?? TRIAL.timeZone;
}

type Whereabouts = Pick<PatientSummary, 'site' | 'stays'>;

const staysIn = ({ site, stays = [{ site }] }: Whereabouts): readonly Stay[] => stays;

/** The clocks by which each patient's days are told: those of the sites where the patient was. */
export function patientTimeZones(trial: TrialState): (patient: Whereabouts) => TimeZones {
  const zoneOf = siteTimeZone(trial);
  return (patient) => zonesOf(staysIn(patient), zoneOf);
}

/** The site where a patient was on a day. */
export function siteOfDay(patient: Whereabouts, day: CalendarDate): string {
  return staysIn(patient).findLast(({ from }) => from === undefined || from <= day)?.site ?? patient.site;
}
