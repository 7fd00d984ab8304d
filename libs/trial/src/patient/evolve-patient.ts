import type { LedgerRecord } from '@bali/ledger';
import { withRecord } from '../entry.js';
import type { PatientEntry, PatientState } from './chart.js';

/** The record of a patient with one more event. */
export function evolvePatient(state: PatientState, record: LedgerRecord): PatientState {
  return { entries: withRecord(state.entries, record) as readonly PatientEntry[] };
}
