import { type AmputationLevel, isMajorAmputation, type PartialDate } from '@bali/protocol';
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
  'annulled',
] as const;
export type PatientStatus = (typeof PATIENT_STATUSES)[number];

/** Where a patient stands. Whoever is randomized is followed up, implanted or not. Someone lost to follow-up who was assessed later is lost no more. */
export function statusOf(state: PatientState): PatientStatus {
  // The consent is annulled last: nobody was there.
  if (!has(state, 'ConsentGiven') && state.struck !== undefined) return 'annulled';
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

/** An amputation above the ankle: its day, as far as it is known, and its side. */
export interface MajorAmputation {
  readonly performedOn: PartialDate;
  readonly side: 'left' | 'right';
}

/** All amputations above the ankle in the order of their days, those before the randomization too. */
export function majorAmputations(state: PatientState): readonly MajorAmputation[] {
  return all(state, 'Amputated')
    .filter(({ data }) => isMajorAmputation(data.level satisfies AmputationLevel))
    .map(({ data: { performedOn, side } }) => ({ performedOn, side }))
    .toSorted((one, other) => (one.performedOn < other.performedOn ? -1 : Number(one.performedOn > other.performedOn)));
}
