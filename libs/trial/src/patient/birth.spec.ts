import { commandFor, correction, given, patientEvent, patientHistory } from '@bali/trial/testing';
import { describe, it } from '@jest/globals';
import { ELIGIBLE_ANSWERS } from '../index.js';

/** The patient of the kit was born in 1953. */
const CONSENTED = patientHistory({ until: 'consented' });
const treated = (startedOn: string) => patientEvent('ConcomitantTreatmentRecorded', { startedOn });
const screened = (lastOn: string) => {
  const recentInfarction = { myocardial: { occurred: 'yes', lastOn }, brain: { occurred: 'no' } } as const;
  return patientEvent('PatientScreened', { answers: { ...ELIGIBLE_ANSWERS, recentInfarction } });
};

describe('before the year in which the patient was born', () => {
  it.each(['1952', '1952-12', '1952-12-31'])('nothing happened to the patient: %s', (date) => {
    given(CONSENTED)
      .when(commandFor(patientEvent('DiagnosisRecorded', { diagnosedOn: date })))
      .expectRefusal('out-of-order', '/diagnosedOn');
    given(CONSENTED)
      .when(commandFor(treated(date)))
      .expectRefusal('out-of-order', '/startedOn');
    given(CONSENTED)
      .when(commandFor(screened(date)))
      .expectRefusal('out-of-order', '/answers/recentInfarction/myocardial/lastOn');
  });

  it('is not in that year itself, as far as anybody knows', () => {
    given(CONSENTED)
      .when(commandFor(treated('1953')))
      .expectAccepted();
    given(CONSENTED)
      .when(commandFor(screened('1953-01')))
      .expectAccepted();
  });

  it('is found out where the year of birth is corrected, too', () => {
    const history = [...CONSENTED, treated('1960')];
    given(history)
      .when(correction(history, 'ConsentGiven', '/yearOfBirth', 1961))
      .expectRefusal('out-of-order', '/newValue');
    given(history)
      .when(correction(history, 'ConsentGiven', '/yearOfBirth', 1960))
      .expectAccepted();
  });
});
