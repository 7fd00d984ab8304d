import { describe, expect, it } from '@jest/globals';
import {
  commandFor,
  correction,
  given,
  givenTrial,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  recordsOf,
  trialCommandFor,
  trialCorrection,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { eligibilityConfirmation, patientStream, signOffInForce } from '../index.js';
import { isLocked } from '../trial/trial-state.js';
import { mustBeSigned, signatureFor, type SignatureRequirement, SIGNATURES } from './signatures.js';
import { supersedes } from './superseded.js';

const STREAM = patientStream('REI-001');
const SCREENED = patientHistory({ until: 'screened' });
const COMPLETED = patientHistory({ until: 'completed' });
const CONFIRMED = patientHistory({ until: 'confirmed' });
const confirmed = patientEvent('EligibilityConfirmed', { screening: recordId(STREAM, 1) });
const signedOff = patientEvent('PatientSignedOff', { throughRevision: COMPLETED.length - 1 });
const confirm = { type: 'ConfirmEligibility', data: {} } as const;
const signOff = { type: 'SignOffPatient', data: {} } as const;
const randomize = { type: 'RandomizePatient', data: { stratum: 'ALL', slot: 0 } } as const;

/** The correction, as an event, of a field of the event at a revision. */
function corrected(revision: number, type: string, field: string, newValue: unknown): DecidedEvent {
  const data = { correctedEvent: recordId(STREAM, revision), correctedType: type, field, newValue, computed: false };
  return { type: 'DataCorrected', data };
}

describe('what is signed', () => {
  it('[P11-50] has a meaning of its own, as a sentence that the signer says', () => {
    const meanings = Object.values(SIGNATURES).map(({ meaning }) => meaning);
    expect(new Set(meanings).size).toBe(meanings.length);
    for (const meaning of meanings) expect(meaning).toMatch(/^I .*\.$/);
  });

  it('is eligibility, randomization, release, serious adverse events, sign-off and lock, and nothing else', () => {
    const titles = (events: readonly DecidedEvent[]) =>
      events.map((event) => signatureFor(event)).map((signature: SignatureRequirement | undefined) => signature?.title);
    const fatal = patientEvent('AdverseEventReported', { seriousness: ['death'] });
    expect(titles([confirmed, patientEvent('Randomized'), patientEvent('ProductReleased'), fatal, signedOff])).toEqual([
      SIGNATURES.eligibility.title,
      SIGNATURES.randomization.title,
      SIGNATURES['product-release'].title,
      SIGNATURES['serious-adverse-event'].title,
      SIGNATURES['sign-off'].title,
    ]);
    expect(mustBeSigned(trialEvent('DatabaseLocked'))).toBe(true);
    expect(mustBeSigned(trialEvent('DatabaseUnlocked'))).toBe(true);
    const unsigned = [...COMPLETED, ...trialHistory(), patientEvent('AdverseEventReported')].filter(mustBeSigned);
    expect(unsigned.map(({ type }) => type)).toEqual(['EligibilityConfirmed', 'Randomized', 'ProductReleased']);
  });

  it('includes what makes an adverse event serious afterwards: news of it, or a correction', () => {
    expect(mustBeSigned(patientEvent('AdverseEventFollowedUp'))).toBe(false);
    expect(mustBeSigned(patientEvent('AdverseEventFollowedUp', { seriousness: ['disability'] }))).toBe(true);
    expect(mustBeSigned(corrected(3, 'AdverseEventReported', '/seriousness', ['death']))).toBe(true);
    expect(mustBeSigned(corrected(3, 'AdverseEventReported', '/seriousness/0', 'death'))).toBe(true);
    expect(mustBeSigned(corrected(3, 'AdverseEventReported', '/seriousness', []))).toBe(false);
    expect(mustBeSigned(corrected(3, 'AdverseEventReported', '/termAsReported', 'ab'.repeat(32)))).toBe(false);
  });
});

describe('the confirmation of eligibility', () => {
  it('names the screening that was judged, and comes before the randomization', () => {
    given(SCREENED).when(confirm).expectEvents(confirmed);
    given(SCREENED).when(randomize).expectRefusal('eligibility-not-confirmed');
    given(CONFIRMED).when(randomize).expectAccepted();
  });

  it('[P11-70] stands no more once the patient was screened again, or the screening corrected', () => {
    const again = patientEvent('PatientScreened', { screenedOn: '2026-03-05' });
    const changed = corrected(1, 'PatientScreened', '/screenedOn', '2026-03-03');
    for (const event of [again, changed]) {
      expect(eligibilityConfirmation(patientStateOf([...CONFIRMED, event]))).toBeUndefined();
      given([...CONFIRMED, event])
        .when(randomize)
        .expectRefusal('eligibility-not-confirmed');
      given([...CONFIRMED, event])
        .when(confirm)
        .expectAccepted();
    }
    expect(eligibilityConfirmation(patientStateOf(CONFIRMED))?.data).toEqual(confirmed.data);
  });

  it('asks for a screening that says so, and is refused once it is too late', () => {
    given(patientHistory({ until: 'consented' }))
      .when(confirm)
      .expectRefusal('patient-not-screened');
    given(COMPLETED).when(confirm).expectRefusal('already-randomized');
    given([...SCREENED, patientEvent('Died')])
      .when(confirm)
      .expectRefusal('patient-died');
  });

  it('does not stand in the way of a death that becomes known later', () => {
    const death = patientEvent('Died', { diedOn: '2026-03-04', cause: 'unknown' });
    given(CONFIRMED).when(commandFor(death)).expectAccepted();
  });
});

describe('[EMA-63] the sign-off of a patient', () => {
  it('covers the record as it stands, once', () => {
    given(COMPLETED).when(signOff).expectEvents(signedOff);
    given([...COMPLETED, signedOff])
      .when(signOff)
      .expectRefusal('already-signed-off');
    given(patientHistory({ until: 'M6' }))
      .when(signOff)
      .expectRefusal('participation-not-ended');
  });

  it('asks for the adverse event of a death, and for the judgement of each adverse event', () => {
    const seen = patientHistory({ until: 'M1' });
    given([...seen, patientEvent('Died')])
      .when(signOff)
      .expectRefusal('death-without-fatal-outcome');
    const { decision } = given(seen).when(commandFor(patientEvent('Died')));
    const died = [...seen, ...('events' in decision ? decision.events : [])];
    given(died).when(signOff).expectRefusal('adverse-event-not-judged');
    const judgement = patientEvent('AdverseEventFollowedUp', {
      ...{ assessedOn: '2026-10-16', endedOn: '2026-10-15', awareAt: '2026-10-16T09:00:00+02:00' },
      ...{ severity: 'severe', relatedTo: 'not-related', seriousness: ['death'], outcome: 'fatal' },
    });
    given(died).when(commandFor(judgement)).expectEvents(judgement);
    given([...died, judgement])
      .when(signOff)
      .expectAccepted();
    const told = patientEvent('PatientUnblinded', { shownTo: 'u-017' });
    given([...died, told])
      .when(signOff, { by: 'u-017' })
      .expectAccepted();
    given([...died, told])
      .when(signOff, { by: 'u-018' })
      .expectRefusal('adverse-event-not-judged');
  });

  it.each(['ConsentWithdrawn', 'LostToFollowUp'] as const)('is possible after %s', (type) => {
    given([...patientHistory({ until: 'M1' }), patientEvent(type)])
      .when(signOff)
      .expectAccepted();
  });

  it('is possible at any time of a patient who was never randomized: nothing is due of whom', () => {
    for (const until of ['consented', 'screened', 'confirmed'] as const)
      given(patientHistory({ until })).when(signOff).expectAccepted();
    given(patientHistory({ until: 'randomized' }))
      .when(signOff)
      .expectRefusal('participation-not-ended');
  });

  it('is possible when the site is closed', () => {
    const closed = trialHistory(trialEvent('SiteClosed', { closedOn: '2026-10-01' }));
    given(COMPLETED, closed).when(signOff).expectAccepted();
  });

  it('[P11-70] stands no more once anything is recorded or corrected', () => {
    const state = patientStateOf([...COMPLETED, signedOff]);
    expect(signOffInForce(state)?.data).toEqual(signedOff.data);
    const changes = [corrected(4, 'Harvested', '/volumeMl', 480), patientEvent('Amputated')];
    for (const change of changes) {
      const after = [...COMPLETED, signedOff, change];
      expect(signOffInForce(patientStateOf(after))).toBeUndefined();
      given(after)
        .when(signOff)
        .expectEvents(patientEvent('PatientSignedOff', { throughRevision: after.length - 1 }));
    }
  });
});

describe('[R3-316r] the lock of the database', () => {
  const locked = trialHistory(trialEvent('DatabaseLocked'));
  const lock = { type: 'LockDatabase', data: {} } as const;
  const everybody = { patients: { randomizedPatients: 40, notSignedOff: [] } };
  const STATED = trialHistory(trialEvent('UnitRecordsConfirmed'));

  it('asks for every randomized patient to be signed off', () => {
    givenTrial(STATED).when(lock, everybody).expectEvents(trialEvent('DatabaseLocked'));
    const codes = Array.from({ length: 12 }, (_, n) => `REI-0${n + 10}`);
    const { decision } = givenTrial(trialHistory()).when(lock, {
      patients: {
        randomizedPatients: 40,
        notSignedOff: [...codes, 'NAN-001'].map((patient) => ({ patient, hasEnded: patient === 'NAN-001' })),
      },
    });
    expect(decision).toMatchObject({
      refusal: {
        code: 'patients-not-signed-off',
        sentence:
          'Not every randomized patient is signed off. Their site has to record the completion, the loss to follow-up, the ' +
          'withdrawal from the follow-up, or the death, then to sign: ' +
          `${codes.slice(0, 10).join(', ')} and 2 others. ` +
          'An investigator of their site has to sign the record off: NAN-001.',
      },
    });
  });

  it('stops everything that records or corrects clinical data', () => {
    given(COMPLETED, locked)
      .when(correction(COMPLETED, 'Harvested', '/volumeMl', 480))
      .expectRefusal('database-locked');
    given(COMPLETED, locked).when(signOff).expectRefusal('database-locked');
    given(SCREENED, locked).when(randomize).expectRefusal('database-locked');
    given([], locked)
      .when({ type: 'GiveConsent', data: patientEvent('ConsentGiven').data })
      .expectRefusal('database-locked');
    for (const type of ['RecruitmentTargetAmended', 'VisitScheduleAmended', 'SiteOpened'] as const) {
      givenTrial(locked)
        .when(trialCommandFor(trialEvent(type)))
        .expectRefusal('database-locked');
    }
    givenTrial(locked)
      .when(trialCorrection(locked, 'SiteOpened', '/name', 'CHU Reims'))
      .expectRefusal('database-locked');
    givenTrial(locked).when(lock, everybody).expectRefusal('database-locked');
    givenTrial(locked)
      .when(trialCommandFor(trialEvent('SiteClosed')))
      .expectAccepted();
  });

  it('is lifted for a reason, and then data are recorded again', () => {
    const unlock = trialCommandFor(trialEvent('DatabaseUnlocked'));
    givenTrial(locked).when(unlock, { reason: null }).expectRefusal('reason-missing');
    givenTrial(locked).when(unlock).expectEvents(trialEvent('DatabaseUnlocked'));
    const unlocked = [...locked, trialEvent('DatabaseUnlocked')];
    expect([locked, unlocked].map((events) => isLocked(trialStateOf(events)))).toEqual([true, false]);
    given(COMPLETED, unlocked)
      .when(correction(COMPLETED, 'Harvested', '/volumeMl', 480))
      .expectAccepted();
    givenTrial(unlocked).when(lock, everybody).expectRefusal('unit-statement-missing');
    givenTrial([...unlocked, trialEvent('UnitRecordsConfirmed')])
      .when(lock, everybody)
      .expectAccepted();
  });
});

describe('[P11-70] a signature is superseded', () => {
  const history = [...COMPLETED, signedOff, corrected(3, 'Randomized', '/slot', 1), patientEvent('PatientSignedOff')];
  const records = recordsOf(history, { stream: STREAM });
  const [randomizedRecord, signOffRecord] = [3, COMPLETED.length].map((revision) => records[revision]!);

  it('by a later correction of what was signed, and by nothing else', () => {
    const later = records.filter((record) => supersedes(record, randomizedRecord!));
    expect(later.map(({ revision }) => revision)).toEqual([COMPLETED.length + 1]);
  });

  it('if it is a sign-off, by whatever is recorded later, but not by another sign-off', () => {
    const later = records.filter((record) => supersedes(record, signOffRecord!));
    expect(later.map(({ revision }) => revision)).toEqual([COMPLETED.length + 1]);
  });

  it('by nothing that belongs to another stream', () => {
    const elsewhere = { ...records[COMPLETED.length + 1]!, stream: patientStream('REI-002') };
    expect(supersedes(elsewhere, randomizedRecord!)).toBe(false);
  });
});
