import { all, type EntryOfType, type PatientState } from '../patient/chart.js';

/** The request of this id, if it is neither declined nor, by now, without anything that it asks for. */
export function openRequestOf(state: PatientState, id: string): EntryOfType<'AnnulmentRequested'> | undefined {
  return openRequests(state).find((request) => request.id === id);
}

/** The requests of an annulment that wait for somebody to confirm or decline them. */
export function openRequests(state: PatientState): readonly EntryOfType<'AnnulmentRequested'>[] {
  const declined = new Set(all(state, 'AnnulmentDeclined').map(({ data }) => data.request));
  const standing = new Set(state.entries.map(({ id }) => id));
  return all(state, 'AnnulmentRequested').filter(
    ({ id, data }) => !declined.has(id) && data.entries.some((entry) => standing.has(entry)),
  );
}
