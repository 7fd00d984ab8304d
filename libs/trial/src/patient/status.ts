import { type AmputationLevel, type CalendarDate, isMajorAmputation } from '@bali/protocol';
import { hasLeft } from '../consent/consent-in-force.js';
import { isLost } from '../end-of-participation/loss.js';
import { screeningInForce } from '../screening/screening-in-force.js';
import { isNotImplanted } from '../treatment/harvests.js';
import { all, has, type PatientState } from './chart.js';

export const PATIENT_STATUSES = [
  'consented',
  'eligibility-not-yet-decidable',
  'not-eligible',
  'eligible',
  'randomized',
  'harvested',
  'product-released',
  'in-follow-up',
  'lost-to-follow-up',
  'completed',
  'withdrawn',
  'died',
] as const;
export type PatientStatus = (typeof PATIENT_STATUSES)[number];

/** Where a patient stands. Whoever is randomized is followed up, implanted or not. Someone lost to follow-up who was assessed later is lost no more. */
export function statusOf(state: PatientState): PatientStatus {
  if (has(state, 'Died')) return 'died';
  if (hasLeft(state)) return 'withdrawn';
  if (has(state, 'FollowUpCompleted')) return 'completed';
  if (isLost(state)) return 'lost-to-follow-up';
  if (has(state, 'Implanted') || isNotImplanted(state)) return 'in-follow-up';
  if (has(state, 'ProductReleased')) return 'product-released';
  if (has(state, 'Harvested')) return 'harvested';
  if (has(state, 'Randomized')) return 'randomized';
  return screeningStatus(state);
}

function screeningStatus(state: PatientState): PatientStatus {
  const screening = screeningInForce(state);
  if (screening === undefined) return 'consented';
  return screening.data.verdict === 'not-yet-decidable' ? 'eligibility-not-yet-decidable' : screening.data.verdict;
}

/** The dates of all amputations above the ankle, in their order, before the implantation too. */
export function majorAmputationDates(state: PatientState): readonly CalendarDate[] {
  return all(state, 'Amputated')
    .filter(({ data }) => isMajorAmputation(data.level satisfies AmputationLevel))
    .map(({ data }) => data.performedOn)
    .toSorted();
}
