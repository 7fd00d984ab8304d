import type { Entry } from '../entry.js';
import type { PatientState } from '../patient/chart.js';
import { type Refusal, refusal } from '../refusal.js';
import { isLocked, isUnblinded, lockInForce, LOCKED, type TrialState } from '../trial/trial-state.js';
import type { AfterLockEvent } from './recorded-after-lock.js';

/** Where the trial is unblinded, nobody unlocks the database any more. */
const LOCKED_FOR_EVER =
  'The database is locked, and the trial is unblinded: what was wrong when it was locked is put right by an erratum, which an ' +
  'investigator of the site authorises.';

/** Once the database is locked, nothing is recorded or corrected but what is recorded after the lock. */
export function refusedByLock(trial: TrialState): Refusal | undefined {
  if (!isLocked(trial)) return undefined;
  return refusal('database-locked', isUnblinded(trial) ? LOCKED_FOR_EVER : LOCKED);
}

/** Whether an entry was recorded after the lock that is in force, so that the locked analysis does not count it. */
export function isAfterTheLock({ afterLock }: Pick<Entry, 'afterLock'>, trial: TrialState): boolean {
  return afterLock !== undefined && afterLock === lockInForce(trial)?.id;
}

/** Why these entries cannot be put right now: one of them is locked. What is not there is for others to say. */
export function refusedAsLocked(
  ids: readonly string[],
  { entries }: PatientState,
  trial: TrialState,
): Refusal | undefined {
  const locked = refusedByLock(trial);
  if (locked === undefined) return undefined;
  const named = entries.filter(({ id }) => ids.includes(id));
  return named.length === ids.length && named.every((entry) => isAfterTheLock(entry, trial)) ? undefined : locked;
}

/** The record as the locked analysis counts it. */
export function lockedRecord(state: PatientState, trial: TrialState): PatientState {
  return recordAtLock(state, lockInForce(trial)?.id);
}

/** The record without what was recorded after a lock. @param lock the id of its event; `undefined`: there is none */
export function recordAtLock(state: PatientState, lock: string | undefined): PatientState {
  const counts = ({ afterLock }: Entry): boolean => afterLock === undefined || afterLock !== lock;
  const { entries, struck } = state;
  if (entries.every(counts) && (struck ?? []).every(counts)) return state;
  return {
    ...state,
    entries: entries.filter(counts),
    ...(struck === undefined ? {} : { struck: struck.filter(counts) }),
  };
}

/** What marks the events that a command records while the database is locked. */
export function markedAfterLock(events: number, trial: TrialState): readonly AfterLockEvent[] {
  const lock = lockInForce(trial);
  return lock === undefined ? [] : [{ type: 'RecordedAfterLock', data: { lock: lock.id, events } }];
}
