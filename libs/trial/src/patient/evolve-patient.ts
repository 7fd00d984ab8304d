import type { LedgerRecord } from '@bali/ledger';
import { raisedIn } from '@bali/schema';
import { withRecord } from '../entry.js';
import type { PatientState } from './chart.js';
import { PATIENT_EVENTS } from './patient-events.js';

/** The record of a patient with one more event, of whichever version. */
export function evolvePatient(state: PatientState, record: LedgerRecord): PatientState {
  return withRecord(state, raisedIn(PATIENT_EVENTS, record));
}
