import { dayAt, sitesOf, targetInForce, type TrialState } from '@bali/trial';
import { countedOnce } from './counted-once.js';
import type { PatientSummary } from '../trial-state/patient-summary.js';
import { patientTimeZones, siteOfDay } from './site-time-zone.js';

/** How many patients are randomized, against the target in force. */
export interface Accrual {
  readonly target: number;
  readonly randomized: number;
  /** In the order in which the sites were first opened; a site without patients too. */
  readonly bySite: readonly { readonly site: string; readonly name: string; readonly randomized: number }[];
  /** Months with a randomization, `YYYY-MM` at the site, in order. */
  readonly byMonth: readonly { readonly month: string; readonly randomized: number; readonly cumulative: number }[];
}

export function accrualOf(trial: TrialState, patients: readonly PatientSummary[]): Accrual {
  const zonesOf = patientTimeZones(trial);
  const randomized = countedOnce(patients).flatMap((patient) => {
    if (patient.randomizedAt === undefined) return [];
    const on = dayAt(patient.randomizedAt, zonesOf(patient));
    return [{ on, site: siteOfDay(patient, on) }];
  });
  const months = randomized.map(({ on }) => on.slice(0, 7)).toSorted();
  const byMonth = [...new Set(months)].map((month) => {
    const cumulative = months.lastIndexOf(month) + 1;
    return { month, randomized: cumulative - months.indexOf(month), cumulative };
  });
  const bySite = sitesOf(trial).map(({ code, name }) => ({
    site: code,
    name,
    randomized: randomized.filter(({ site }) => site === code).length,
  }));
  return { target: targetInForce(trial), randomized: randomized.length, bySite, byMonth };
}
