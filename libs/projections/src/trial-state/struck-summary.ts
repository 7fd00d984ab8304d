import { all, allStruck, type PatientState } from '@bali/trial';

/** How many entries of a patient were annulled that had counted for the endpoint or for safety. */
export interface StruckCounts {
  readonly deaths: number;
  readonly amputations: number;
  readonly seriousAdverseEvents: number;
  readonly visits: number;
}

/** What was annulled of a patient, in numbers; nothing where nothing of it was. */
export function struckCounts(state: PatientState): StruckCounts | undefined {
  const counts = {
    deaths: allStruck(state, 'Died').length,
    amputations: allStruck(state, 'Amputated').length,
    seriousAdverseEvents: allStruck(state, 'AdverseEventReported').filter(({ data }) => data.seriousness.length > 0)
      .length,
    visits: allStruck(state, 'FollowUpAssessed').length,
  };
  return Object.values(counts).some((count) => count > 0) ? counts : undefined;
}

/** What counts for the endpoint: the rest of the record stays as it is. */
const OF_THE_ENDPOINT: ReadonlySet<string> = new Set(['Died', 'Amputated', 'FollowUpAssessed', 'ContactMade']);

/** The record as if nothing that counts for the endpoint had been annulled, but for what was entered again in its place. */
export function asIfNothingWereStruck(state: PatientState): PatientState {
  const standing = new Set(all(state, 'Died').map(({ type }) => type));
  const putBack = (state.struck ?? []).filter(
    ({ type, enteredAgain }) =>
      OF_THE_ENDPOINT.has(type) && enteredAgain === undefined && !standing.has(type as 'Died'),
  );
  const entries = [...state.entries, ...putBack].toSorted((one, other) => one.revision - other.revision);
  return { ...state, entries };
}
