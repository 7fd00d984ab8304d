import type { Dated } from '../patient/rule.js';
import { all, type EntryOfType, last, type PatientEntry, type PatientState } from '../patient/chart.js';

/** What was recorded before harvests had numbers belongs to the first, and only, one. */
const FIRST = 1;

/** The number of a harvest, from 1. */
export function numberOf({ number }: { readonly number?: number }): number {
  return number ?? FIRST;
}

/** The number of the harvest that an entry belongs to. */
export function harvestOf({ harvest }: { readonly harvest?: number }): number {
  return harvest ?? FIRST;
}

export function harvestNumbered(state: PatientState, number: number): EntryOfType<'Harvested'> | undefined {
  return all(state, 'Harvested').find(({ data }) => numberOf(data) === number);
}

/** The number of the latest harvest; 0: none is recorded. */
export function latestHarvest(state: PatientState): number {
  return Math.max(0, ...all(state, 'Harvested').map(({ data }) => numberOf(data)));
}

/** The number that what is entered now belongs to, as a field that the software computes. */
export function ofTheLatestHarvest(_: object, state: PatientState): { readonly harvest: number } {
  return { harvest: latestHarvest(state) };
}

/** What is recorded once for each harvest. */
type OncePerHarvest = 'ProductReleased' | 'ReleaseWithdrawn' | 'Implanted' | 'ImplantationNotDone';

/** The entry of a type that belongs to a harvest, if there is one. */
export function ofHarvest<Type extends OncePerHarvest>(
  state: PatientState,
  type: Type,
  harvest: number,
): EntryOfType<Type> | undefined {
  const entries = all<OncePerHarvest>(state, type);
  return entries.find(({ data }) => harvestOf(data) === harvest) as EntryOfType<Type> | undefined;
}

/** Whether the latest word on the implantation is that it was not done. */
export function isNotImplanted(state: PatientState): boolean {
  if (last(state, 'Implanted') !== undefined) return false;
  return ofHarvest(state, 'ImplantationNotDone', latestHarvest(state)) !== undefined;
}

/** The step of the treatment before an entry, of the same harvest. */
export function stepBefore(
  entry: PatientEntry,
  state: PatientState,
  dayOf: (entry: Dated) => string,
): PatientEntry | undefined {
  switch (entry.type) {
    case 'Harvested':
      return harvestNumbered(state, numberOf(entry.data) - 1) ?? last(state, 'Randomized');
    case 'ProductReleased':
      return harvestNumbered(state, harvestOf(entry.data));
    case 'ReleaseWithdrawn':
      return ofHarvest(state, 'ProductReleased', harvestOf(entry.data));
    case 'Implanted': {
      const harvest = harvestNumbered(state, harvestOf(entry.data));
      const release = ofHarvest(state, 'ProductReleased', harvestOf(entry.data));
      // A release off the day of its harvest is one that the unit has yet to put right.
      return release !== undefined && harvest !== undefined && dayOf(release) === dayOf(harvest) ? release : harvest;
    }
    default:
      return undefined;
  }
}

/** What a sentence says of the harvest, where it is not the first. */
export function ofWhichHarvest(harvest: number | undefined): string | undefined {
  return harvest === undefined || harvest === FIRST ? undefined : `harvest ${harvest}`;
}
