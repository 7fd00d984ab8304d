import { all, changedAtRevision, type EntryOfType, last, type PatientState } from '../patient/chart.js';

/** The screening that counts: the latest one, also when an earlier one was recorded after it. */
export function screeningInForce(state: PatientState): EntryOfType<'PatientScreened'> | undefined {
  return all(state, 'PatientScreened').reduce<EntryOfType<'PatientScreened'> | undefined>(
    (latest, screening) =>
      latest === undefined || screening.data.screenedOn >= latest.data.screenedOn ? screening : latest,
    undefined,
  );
}

/** The investigator's confirmation that the patient is eligible, unless the patient's screening changed since. */
export function eligibilityConfirmation(state: PatientState): EntryOfType<'EligibilityConfirmed'> | undefined {
  const confirmed = last(state, 'EligibilityConfirmed');
  if (confirmed === undefined) return undefined;
  const changed = all(state, 'PatientScreened').some(
    (screening) =>
      screening.revision > confirmed.revision ||
      (screening.id === confirmed.data.screening && changedAtRevision(screening) > confirmed.revision),
  );
  return changed ? undefined : confirmed;
}
