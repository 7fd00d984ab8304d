import { TRIAL } from '@bali/protocol';
import { siteOf, type TrialSite, type TrialState } from '../trial/trial-state.js';
import { last, type PatientState } from './chart.js';

/** The site at which a patient is treated. */
export function siteOfRecord(state: PatientState, trial: TrialState): TrialSite | undefined {
  return siteOf(trial, last(state, 'ConsentGiven')?.data.site ?? '');
}

/** The time zone of that site; that of the trial, where the site is not known. */
export function timeZoneOf(state: PatientState, trial: TrialState): string {
  return siteOfRecord(state, trial)?.timeZone ?? TRIAL.timeZone;
}
