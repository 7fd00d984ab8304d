import { annulment, commandFor, given, patientEvent, patientHistory, patientStateOf } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { type PatientData, samePersonAs } from '../index.js';

const CONFIRMED = patientHistory({ until: 'confirmed' });
const RANDOMIZED = patientHistory({ until: 'randomized' });
const same = patientEvent('SamePerson');
const record = commandFor(same);
const consent = (changes: Partial<PatientData<'ConsentGiven'>> = {}) =>
  patientEvent('ConsentGiven', { patient: 'REI-002', ...changes });
const another = (...events: Parameters<typeof patientStateOf>[0]) => ({ other: patientStateOf(events, 'REI-002') });

/** The other patient, randomized a day before, or after, the first one. */
function randomizedOn(day: string) {
  const { entries } = patientStateOf([consent(), patientEvent('Randomized')], 'REI-002');
  return {
    other: {
      entries: entries.map((entry) =>
        entry.type === 'Randomized' ? { ...entry, recordedAt: `${day}T10:00:00.000Z` } : entry,
      ),
    },
  };
}

describe('one person under two codes', () => {
  it('is recorded of the code that does not count, once', () => {
    given(CONFIRMED).when(record, another(consent())).expectEvents(same);
    expect(samePersonAs(patientStateOf([...CONFIRMED, same]))).toBe('REI-002');
    given([...CONFIRMED, same])
      .when(record, another(consent()))
      .expectRefusal('same-person');
  });

  it('is another patient, who is there, of the same sex and year of birth', () => {
    given(CONFIRMED).when(record).expectRefusal('same-code', '/sameAs');
    given(CONFIRMED)
      .when(commandFor(patientEvent('SamePerson', { sameAs: 'REI-001' })), another(consent()))
      .expectRefusal('same-code', '/sameAs');
    given(CONFIRMED)
      .when(record, another(consent({ yearOfBirth: 1950 })))
      .expectRefusal('persons-differ', '/sameAs');
    given(CONFIRMED)
      .when(record, another(consent({ sex: 'male' })))
      .expectRefusal('persons-differ', '/sameAs');
  });

  it('counts as first randomized: the second randomization is recorded as the one that does not count', () => {
    given(RANDOMIZED).when(record, another(consent())).expectRefusal('other-code-counts', '/sameAs');
    given(RANDOMIZED).when(record, randomizedOn('2026-03-20')).expectRefusal('other-code-counts', '/sameAs');
    given(RANDOMIZED).when(record, randomizedOn('2026-02-20')).expectAccepted();
    given(CONFIRMED).when(record, randomizedOn('2026-03-20')).expectAccepted();
  });

  it('is not said of a code that does not count itself', () => {
    const chained = another(consent(), patientEvent('SamePerson', { sameAs: 'REI-003' }));
    given(CONFIRMED).when(record, chained).expectRefusal('same-person', '/sameAs');
  });

  it('is not randomized again, and nobody is stuck: the record can be signed off', () => {
    given([...CONFIRMED, same])
      .when(commandFor(patientEvent('Randomized')))
      .expectRefusal('same-person');
    const signOff = { type: 'SignOffPatient', data: {} } as const;
    given(RANDOMIZED).when(signOff).expectRefusal('participation-not-ended');
    given([...RANDOMIZED, same])
      .when(signOff)
      .expectAccepted();
    given([...RANDOMIZED, same])
      .when(commandFor(patientEvent('AdverseEventReported')))
      .expectAccepted();
  });

  it('is annulled where it was wrong', () => {
    const history = [...CONFIRMED, same];
    given(history).when(annulment(history, 'SamePerson')).expectAccepted();
  });
});
