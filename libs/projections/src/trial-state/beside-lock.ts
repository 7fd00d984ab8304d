import {
  hasErrata,
  lockInForce,
  type PatientState,
  recordAtLock,
  recordWithErrata,
  type TrialState,
} from '@bali/trial';
import type { PatientSummary } from './patient-summary.js';

/** The summary of a patient without what follows here. */
export type CountedSummary = Omit<PatientSummary, 'besideLock'>;

/** How a patient is counted of whom something was recorded after a lock, or was said to be wrong in an erratum. */
export interface BesideLock {
  /** The last lock after which something was recorded; absent: nothing was. */
  readonly lock?: string;
  /** As long as that lock is in force. */
  readonly asLocked: CountedSummary;
  /** Beside the locked result, where there are errata. */
  readonly withErrata?: CountedSummary;
}

/** `undefined`: nothing was recorded after a lock, and there is no erratum. */
export function besideLockOf(
  state: PatientState,
  summary: (state: PatientState) => CountedSummary,
): BesideLock | undefined {
  const marked = [...state.entries, ...(state.struck ?? [])].filter(({ afterLock }) => afterLock !== undefined);
  const lock = marked.toSorted((one, other) => one.revision - other.revision).at(-1)?.afterLock;
  if (lock === undefined && !hasErrata(state)) return undefined;
  return {
    ...(lock === undefined ? {} : { lock }),
    asLocked: summary(recordAtLock(state, lock)),
    ...(hasErrata(state) ? { withErrata: summary(recordWithErrata(state, lock)) } : {}),
  };
}

/** The patients as the locked analysis counts them: without what was recorded after the lock that is in force. */
export function countedAsLocked(trial: TrialState, patients: readonly PatientSummary[]): readonly PatientSummary[] {
  const lock = lockInForce(trial)?.id;
  if (lock === undefined) return patients;
  return patients.map((patient) => (patient.besideLock?.lock === lock ? patient.besideLock.asLocked : patient));
}

/** The same as the errata say that they should have been counted; `undefined`: there is no erratum. */
export function countedWithErrata(
  trial: TrialState,
  patients: readonly PatientSummary[],
): readonly PatientSummary[] | undefined {
  if (!hasErrata(trial) && patients.every(({ besideLock }) => besideLock?.withErrata === undefined)) return undefined;
  const asLocked = countedAsLocked(trial, patients);
  return patients
    .map(({ besideLock }, place) => besideLock?.withErrata ?? asLocked[place])
    .filter((one) => one !== undefined);
}
