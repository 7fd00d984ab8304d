import { isCertainlyAfter, isCertainlyBefore, type PartialDate } from '@bali/protocol';
import { whole } from '@bali/schema';
import { all, allStruck, type EntryOfType, type PatientState } from '../patient/chart.js';

type Started = EntryOfType<'ConcomitantTreatmentRecorded'>;
type Changed = EntryOfType<'ConcomitantTreatmentChanged'>;

export const treatmentNumber = whole("the treatment's number for this patient, from 1", 1, 10_000);

export const WHY_CHANGED = [
  'adverse-event',
  'procedure',
  'bleeding-risk',
  'lack-of-effect',
  'improvement',
  'planned-end',
  'patient-wish',
  'other',
] as const;

export function treatmentOf(state: PatientState, number: number): Started | undefined {
  return all(state, 'ConcomitantTreatmentRecorded').find(({ data }) => data.number === number);
}

/** The number that the next treatment gets: that of a treatment which was annulled is given to no other. */
export function nextTreatmentNumber(state: PatientState): number {
  const known = [...all(state, 'ConcomitantTreatmentRecorded'), ...allStruck(state, 'ConcomitantTreatmentRecorded')];
  return 1 + Math.max(0, ...known.map(({ data }) => data.number));
}

/**
 * When a treatment had certainly ended before a day, and was not resumed since: the date of that end.
 * @param apart the entry that is looked at, which does not count
 */
export function endBefore(
  { number, on, apart }: { readonly number: number; readonly on: PartialDate; readonly apart: string },
  state: PatientState,
): PartialDate | undefined {
  const changes = all(state, 'ConcomitantTreatmentChanged').filter(
    ({ id, data }) => id !== apart && data.number === number,
  );
  const ends = [
    ...[treatmentOf(state, number)?.data.endedOn].filter((date) => date !== undefined),
    ...datesOf('ended', changes),
  ];
  const resumed = datesOf('resumed', changes);
  return ends.find((end) => isCertainlyAfter(on, end) && !resumed.some((date) => !isCertainlyBefore(date, end)));
}

function datesOf(change: Changed['data']['change'], changes: readonly Changed[]): readonly PartialDate[] {
  return changes.filter(({ data }) => data.change === change).map(({ data }) => data.changedOn);
}
