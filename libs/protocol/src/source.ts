/** Where a rule comes from, as it is cited to whoever is refused by it. */
export const REGISTRY_RECORD = 'ClinicalTrials.gov NCT00904501';

/** A part of the trial's registry record. */
export function registrySource(part: string): string {
  return `${REGISTRY_RECORD}, ${part}`;
}
