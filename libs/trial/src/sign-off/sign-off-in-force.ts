import { type EntryOfType, last, lastRevision, type PatientState } from '../patient/chart.js';
import { PATIENT_EVENTS } from '../patient/patient-events.js';

/** The investigator's sign-off of the record, unless anything clinical was recorded, corrected or annulled since. */
export function signOffInForce(state: PatientState): EntryOfType<'PatientSignedOff'> | undefined {
  const signedOff = last(state, 'PatientSignedOff');
  const { entries, struck = [] } = state;
  const changes = {
    entries: entries.filter(({ type }) => PATIENT_EVENTS[type].changesRecord),
    struck: struck.filter(({ type }) => PATIENT_EVENTS[type].changesRecord),
  };
  return signedOff?.revision === lastRevision(changes) ? signedOff : undefined;
}
