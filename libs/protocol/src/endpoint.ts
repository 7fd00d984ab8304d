import { registrySource } from './source.js';

export const AMPUTATION_LEVELS = [
  'toe',
  'ray',
  'forefoot',
  'midfoot',
  'ankle-disarticulation',
  'below-knee',
  'through-knee',
  'above-knee',
  'hip-disarticulation',
] as const;
export type AmputationLevel = (typeof AMPUTATION_LEVELS)[number];

const ABOVE_THE_ANKLE: readonly AmputationLevel[] = ['below-knee', 'through-knee', 'above-knee', 'hip-disarticulation'];

/** Major is above the ankle. Through the ankle is not above it; toe and forefoot are recorded, but are not the endpoint. */
export function isMajorAmputation(level: AmputationLevel): boolean {
  return ABOVE_THE_ANKLE.includes(level);
}

/** The primary endpoint: survival without major amputation at 6 months, reported as major amputation rate and mortality. */
export const PRIMARY_ENDPOINT = {
  title: 'survival without major amputation at 6 months',
  months: 6,
  source: registrySource('primary outcome measure'),
} as const;
