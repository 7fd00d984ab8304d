import {
  commandFor,
  correction,
  given,
  patientEvent,
  patientHistory,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { describe, it } from '@jest/globals';

const IMPLANTED = patientHistory({ until: 'implanted' });
const missed = patientEvent('VisitMissed');
const miss = commandFor(missed);

describe('a missed visit', () => {
  it('is recorded of a patient who is randomized, implanted or not', () => {
    given(IMPLANTED).when(miss).expectEvents(missed);
    given(patientHistory({ until: 'randomized' }))
      .when(miss)
      .expectEvents(missed);
    given(patientHistory({ until: 'confirmed' }))
      .when(miss)
      .expectRefusal('not-randomized');
  });

  it('is a visit of the schedule, and is missed once', () => {
    given(IMPLANTED)
      .when(commandFor(patientEvent('VisitMissed', { visit: 'M12' })))
      .expectRefusal('visit-unknown', '/visit');
    given([...IMPLANTED, missed])
      .when(miss)
      .expectRefusal('visit-already-recorded', '/visit');
    const another = patientEvent('VisitMissed', { visit: 'M1' });
    given([...IMPLANTED, missed])
      .when(commandFor(another))
      .expectEvents(another);
  });

  it('is no visit that took place, also when it is corrected to one', () => {
    given(patientHistory({ until: 'M3' }))
      .when(miss)
      .expectRefusal('visit-already-recorded', '/visit');
    const history = [...patientHistory({ until: 'M1' }), missed];
    given(history)
      .when(correction(history, 'VisitMissed', '/visit', 'M1'))
      .expectRefusal('visit-already-recorded');
    given(history)
      .when(correction(history, 'VisitMissed', '/visit', 'M6'))
      .expectAccepted();
  });

  it('may take place after all: then it is recorded beside the miss', () => {
    given([...IMPLANTED, missed])
      .when(commandFor(patientEvent('FollowUpAssessed', { visit: 'M3', assessedOn: '2026-06-20' })))
      .expectAccepted();
  });

  it('is missed neither before the randomization nor in the future', () => {
    const on = (missedOn: string) => commandFor(patientEvent('VisitMissed', { missedOn }));
    given(IMPLANTED).when(on('2026-03-03')).expectRefusal('out-of-order', '/missedOn');
    given(IMPLANTED).when(on('2027-01-01')).expectRefusal('in-the-future', '/missedOn');
  });

  it('is missed by nobody who died or withdrew before, and also where the site was closed by then', () => {
    const died = patientEvent('Died', { diedOn: '2026-06-01' });
    given([...IMPLANTED, died])
      .when(miss)
      .expectRefusal('patient-died', '/missedOn');
    const withdrew = patientEvent('ConsentWithdrawn', { withdrawnOn: '2026-06-01' });
    given([...IMPLANTED, withdrew])
      .when(miss)
      .expectRefusal('consent-withdrawn', '/missedOn');
    const closed = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-06-01' }));
    given(IMPLANTED, closed).when(miss).expectAccepted();
  });

  it('supersedes the sign-off, as all that is clinical', () => {
    const completed = patientHistory({ until: 'completed' });
    const signedOff = patientEvent('PatientSignedOff', { throughRevision: completed.length - 1 });
    given([...completed, signedOff, patientEvent('VisitMissed', { visit: 'M3' })])
      .when({ type: 'SignOffPatient', data: {} })
      .expectAccepted();
  });
});
