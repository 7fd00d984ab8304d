import { describe, expect, it } from '@jest/globals';
import {
  givenTrial,
  patientHistory,
  patientStateOf,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { treatedAt, unitStatementOf } from './unit-statement.js';

const LOCK = { type: 'LockDatabase', data: {} } as const;
const STATE = { type: 'ConfirmUnitRecords', data: {} } as const;
const STATED = trialHistory(trialEvent('UnitRecordsConfirmed'));
const of = (randomizedPatients: number, treatedAt?: string) => ({
  patients: { randomizedPatients, notSignedOff: [], ...(treatedAt === undefined ? {} : { treatedAt }) },
});
const statedAt = unitStatementOf(trialStateOf(STATED))?.recordedAt ?? '';
const later = new Date(Date.parse(statedAt) + 1).toISOString();

describe('[R3-316r] the one statement of the cell therapy unit that the lock asks for', () => {
  it('is about all randomized patients together, whoever they are and whatever is recorded of them', () => {
    const missing = { patients: { ...of(40).patients, notSignedOff: [{ patient: 'REI-001', hasEnded: false }] } };
    givenTrial(trialHistory()).when(STATE, missing).expectEvents(trialEvent('UnitRecordsConfirmed'));
  });

  it('is asked for where somebody is randomized, after the sign-off of the sites', () => {
    givenTrial(trialHistory()).when(LOCK, of(40)).expectRefusal('unit-statement-missing');
    givenTrial(trialHistory()).when(LOCK, of(0)).expectAccepted();
    const unsigned = { patients: { ...of(40).patients, notSignedOff: [{ patient: 'REI-001', hasEnded: true }] } };
    givenTrial(trialHistory()).when(LOCK, unsigned).expectRefusal('patients-not-signed-off');
  });

  it('names who makes it, and never a patient', () => {
    const { decision } = givenTrial(trialHistory()).when(LOCK, of(40));
    const { refusal } = decision as { readonly refusal: { readonly sentence: string; readonly field?: string } };
    expect(refusal.sentence).toMatch(/works in the cell therapy unit for all sites .*POST \/v1\/trial\/unit-statement/);
    expect(refusal.sentence).not.toMatch(/[A-Z]{3}-\d{3}/);
    expect(refusal.field).toBeUndefined();
  });

  it('counts for the lock that follows it', () => {
    givenTrial(STATED).when(LOCK, of(40)).expectAccepted();
    givenTrial(STATED).when(LOCK, of(40, statedAt)).expectAccepted();
  });

  it.each([
    ['somebody was randomized since', STATED, of(41)],
    ['something of a day of treatment was recorded since', STATED, of(40, later)],
    [
      'the database was unlocked since',
      [...STATED, trialEvent('DatabaseLocked'), trialEvent('DatabaseUnlocked')],
      of(40),
    ],
  ])('is asked for again where %s', (_, history, patients) => {
    givenTrial(history).when(LOCK, patients).expectRefusal('unit-statement-missing');
    givenTrial(history).when(STATE, patients).expectAccepted();
  });

  it('is not made while the database is locked', () => {
    givenTrial([...STATED, trialEvent('DatabaseLocked')])
      .when(STATE, of(40))
      .expectRefusal('database-locked');
  });

  it('is stale by what is recorded of a treatment, and by no follow-up', () => {
    const [implanted, completed] = (['implanted', 'completed'] as const).map((until) =>
      treatedAt(patientStateOf(patientHistory({ until }))),
    );
    expect(completed).toBe(implanted);
    expect(treatedAt(patientStateOf(patientHistory({ until: 'confirmed' })))).toBeUndefined();
  });
});
