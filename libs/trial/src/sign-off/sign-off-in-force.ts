import { type EntryOfType, last, lastRevision, type PatientState } from '../patient/chart.js';
import { PATIENT_EVENTS } from '../patient/patient-events.js';

/** The investigator's sign-off of the record, unless anything clinical was recorded or corrected since. */
export function signOffInForce(state: PatientState): EntryOfType<'PatientSignedOff'> | undefined {
  const signedOff = last(state, 'PatientSignedOff');
  const entries = state.entries.filter(({ type }) => PATIENT_EVENTS[type].changesRecord);
  return signedOff?.revision === lastRevision({ entries }) ? signedOff : undefined;
}
