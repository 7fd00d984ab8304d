import { registrySource } from './source.js';

/** What happens to every patient on the day of the harvest, in either arm. */
export const HARVEST = {
  prescribedVolumeMl: 500,
  anaesthesia: 'general',
  /** What a harvest may plausibly have yielded; another volume than the prescribed one is recorded as it was. */
  plausibleVolumeMl: { min: 1, max: 1500 },
  source: registrySource('detailed description'),
} as const;

/** The mononuclear cells of every patient are separated and concentrated to this volume. */
export const CONCENTRATE_VOLUME_ML = 30;

/** Implantation is on the calendar day of the harvest, in the site's time zone. */
export const SAME_DAY_SOURCE = registrySource('arms and interventions: implanted on the day of the harvest');
