import type { Instant } from '@bali/protocol';
import type { PatientEntry, PatientState } from '../patient/chart.js';
import { refusal } from '../refusal.js';
import type { PatientsSignedOff, TrialCondition } from '../trial/define-trial-event.js';
import type { TrialEntry, TrialState } from '../trial/trial-state.js';

type Statement = Extract<TrialEntry, { type: 'UnitRecordsConfirmed' }>;

/** The unit's last statement, unless the database was unlocked since: then data could be recorded again. */
export function unitStatementOf({ entries }: TrialState): Statement | undefined {
  const last = entries.findLast(({ type }) => type === 'UnitRecordsConfirmed' || type === 'DatabaseUnlocked');
  return last?.type === 'UnitRecordsConfirmed' ? last : undefined;
}

/** Whether a statement is about everybody who is randomized by now, and about everything that was done for them. */
function isAboutAll(
  { data, recordedAt }: Statement,
  { randomizedPatients, treatedAt = '' }: PatientsSignedOff,
): boolean {
  return data.randomizedPatients === randomizedPatients && treatedAt <= recordedAt;
}

/** What the records of the unit go with. */
const OF_A_DAY_OF_TREATMENT: readonly PatientEntry['type'][] = [
  'Randomized',
  'Harvested',
  'ProductReleased',
  'ReleaseWithdrawn',
  'Implanted',
  'ImplantationNotDone',
];

/** When something of a day of treatment was last recorded of a patient; `undefined`: nothing was. */
export function treatedAt({ entries }: PatientState): Instant | undefined {
  return entries.findLast(({ type }) => OF_A_DAY_OF_TREATMENT.includes(type))?.recordedAt;
}

const WAY_OUT =
  'Somebody who works in the cell therapy unit for all sites signs one statement about all patients together ' +
  '(POST /v1/trial/unit-statement); the database can be locked then.';

/** The lock asks the unit for one statement about all patients, and never for a record of one of them. */
export const unitHasStated: TrialCondition = {
  says: 'the cell therapy unit has stated that its records of all patients are complete',
  refuses: (state, { patients }) => {
    if (patients === undefined || patients.randomizedPatients === 0) return undefined;
    const statement = unitStatementOf(state);
    if (statement === undefined) {
      const sentence = `The cell therapy unit has not stated yet that its records of all patients are complete. ${WAY_OUT}`;
      return refusal('unit-statement-missing', sentence);
    }
    if (isAboutAll(statement, patients)) return undefined;
    return refusal(
      'unit-statement-missing',
      `Patients were randomized, or what was done on a day of treatment was recorded, after the statement of the cell therapy unit. ${WAY_OUT}`,
    );
  },
};
