import {
  commandFor,
  correction,
  given,
  givenTrial,
  patientEvent,
  patientHistory,
  patientStateOf,
  trialCommandFor,
  trialEvent,
  trialHistory,
  trialStateOf,
} from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import {
  CONSENT_SCOPES,
  consentOn,
  type ConsentScope,
  isWithdrawnFrom,
  PATIENT_EVENTS,
  type PatientData,
  statusOf,
  versionInForce,
} from '../index.js';

const CONFIRMED = patientHistory({ until: 'confirmed' });
const RANDOMIZED = patientHistory({ until: 'randomized' });
const IMPLANTED = patientHistory({ until: 'implanted' });
const consent = (changes: Partial<PatientData<'ConsentGiven'>> = {}) =>
  commandFor(patientEvent('ConsentGiven', changes));
const withdrawal = (withdrawnOn: string, ...from: ConsentScope[]) =>
  patientEvent('ConsentWithdrawn', { withdrawnOn, from });
const renewal = (renewedOn: string, ...to: ConsentScope[]) =>
  patientEvent('ConsentRenewed', { renewedOn, to, why: 'after-withdrawal' });

describe('the age at the consent', () => {
  it.each([
    [2026, 'not-adult', '/yearOfBirth'],
    [2009, 'not-adult', '/yearOfBirth'],
    [2008, 'adult-not-confirmed', '/adultAtConsent'],
    [1915, 'implausible-value', '/yearOfBirth'],
  ] as const)('of a patient who was born in %i is refused', (yearOfBirth, code, field) => {
    given([]).when(consent({ yearOfBirth })).expectRefusal(code, field);
  });

  it('is 18 where it is said so, and 19 to 110 where the years alone say so', () => {
    given([])
      .when(consent({ yearOfBirth: 2008, adultAtConsent: 'yes' }))
      .expectAccepted();
    given([])
      .when(consent({ yearOfBirth: 2007 }))
      .expectAccepted();
    given([])
      .when(consent({ yearOfBirth: 1916 }), { despite: ['age-unusual'] })
      .expectAccepted();
  });

  it('is not corrected to one that would be refused', () => {
    given(IMPLANTED)
      .when(correction(IMPLANTED, 'ConsentGiven', '/yearOfBirth', 2010))
      .expectRefusal('not-adult');
    given(IMPLANTED)
      .when(correction(IMPLANTED, 'ConsentGiven', '/yearOfBirth', 2008))
      .expectRefusal('adult-not-confirmed');
  });
});

describe('the form of the consent', () => {
  const form = (version: string, inForceFrom: string) =>
    trialEvent('VersionPutInForce', { version, inForceFrom, approvedByEthicsCommitteeOn: '2026-01-08' });
  const trial = trialHistory(form('3.0', '2026-01-15'), form('4.0', '2026-04-01'));

  it('is the one that is in force at the site on that day', () => {
    const of = (day: string) => versionInForce(trialStateOf(trial), { document: 'consent-form', site: 'REI', day });
    expect(['2026-01-14', '2026-03-31', '2026-04-01'].map(of)).toEqual([undefined, '3.0', '4.0']);
    given([], trial).when(consent()).expectAccepted();
    given([], trial)
      .when(consent({ informationVersion: '2.0' }))
      .expectRefusal('form-not-in-force', '/informationVersion');
    given([], trial)
      .when(consent({ informationVersion: '2.0', formNotInForce: 'yes' }))
      .expectAccepted();
  });

  it('is looked at where versions are recorded for the site', () => {
    const atNantes = { patient: 'NAN-001', site: 'NAN', informationVersion: '1.7' };
    given([], trial).when(consent(atNantes)).expectAccepted();
  });

  it('is not replaced by a new one in a correction: that one is signed anew', () => {
    given(IMPLANTED, trial)
      .when(correction(IMPLANTED, 'ConsentGiven', '/informationVersion', '4.0'))
      .expectRefusal('form-not-in-force');
    const renewed = patientEvent('ConsentRenewed', {
      renewedOn: '2026-04-02',
      informationVersion: '4.0',
      why: 'new-form',
    });
    given(IMPLANTED, trial).when(commandFor(renewed)).expectEvents(renewed);
    const state = patientStateOf([...IMPLANTED, renewed]);
    expect(['2026-04-01', '2026-04-02'].map((day) => consentOn(state, day)?.informationVersion)).toEqual([
      '3.0',
      '4.0',
    ]);
  });

  it('comes into force once, at a site that there is, after it was approved', () => {
    const put = (changes: object) =>
      givenTrial(trial).when(trialCommandFor({ ...form('5.0', '2026-05-01'), ...changes }));
    put({}).expectAccepted();
    givenTrial(trial)
      .when(trialCommandFor(form('4.0', '2026-05-01')))
      .expectRefusal('version-already-recorded', '/version');
    givenTrial(trial)
      .when(trialCommandFor(trialEvent('VersionPutInForce', { site: 'LYO' })))
      .expectRefusal('site-unknown', '/site');
    givenTrial(trial)
      .when(trialCommandFor(form('5.0', '2026-01-07')))
      .expectRefusal('out-of-order', '/inForceFrom');
  });
});

describe('a withdrawal', () => {
  it('from the treatment leaves the follow-up', () => {
    const history = [...IMPLANTED, withdrawal('2026-03-20', 'treatment')];
    given(history)
      .when(commandFor(patientEvent('FollowUpAssessed')))
      .expectAccepted();
    expect(statusOf(patientStateOf(history))).toBe('in-follow-up');
    const before = [...RANDOMIZED, withdrawal('2026-03-09', 'treatment')];
    given(before)
      .when(commandFor(patientEvent('Harvested')))
      .expectRefusal('consent-withdrawn');
  });

  it('from the treatment before the randomization ends the participation', () => {
    const history = [...CONFIRMED, withdrawal('2026-03-05', 'treatment')];
    expect(statusOf(patientStateOf(history))).toBe('withdrawn');
    given(history)
      .when(commandFor(patientEvent('Randomized')))
      .expectRefusal('consent-withdrawn');
  });

  it('from the follow-up leaves what began before, and a death that the consent lets be known', () => {
    const history = [...IMPLANTED, withdrawal('2026-03-20', 'follow-up')];
    given(history)
      .when(commandFor(patientEvent('FollowUpAssessed')))
      .expectRefusal('consent-withdrawn', '/assessedOn');
    given(history)
      .when(commandFor(patientEvent('Died', { knownFrom: 'public-register' })))
      .expectAccepted();
    for (const source of [{}, { knownFrom: 'family' }, { knownFrom: 'site' }] as const) {
      given(history)
        .when(commandFor(patientEvent('Died', source)))
        .expectRefusal('consent-withdrawn', '/knownFrom');
    }
    given(history)
      .when(commandFor(patientEvent('AdverseEventReported', { startedOn: '2026-03-19' })))
      .expectAccepted();
    given(history)
      .when(commandFor(patientEvent('AdverseEventReported', { startedOn: '2026-03-21' })))
      .expectRefusal('consent-withdrawn', '/startedOn');
    const notAllowed = history.map((event) =>
      event.type === 'ConsentGiven' ? patientEvent('ConsentGiven', { vitalStatusFromPublicSource: 'no' }) : event,
    );
    given(notAllowed)
      .when(commandFor(patientEvent('Died')))
      .expectRefusal('consent-withdrawn');
    given(notAllowed)
      .when(commandFor(patientEvent('Died', { diedOn: '2026-03-20' })))
      .expectAccepted();
  });

  it('from further use or the keeping of cells changes nothing else', () => {
    const history = [...RANDOMIZED, withdrawal('2026-03-09', 'further-use', 'keeping-of-cells')];
    given(history)
      .when(commandFor(patientEvent('Harvested')))
      .expectAccepted();
    expect(statusOf(patientStateOf(history))).toBe('randomized');
  });

  it('may be widened, and is not recorded twice', () => {
    const history = [...IMPLANTED, withdrawal('2026-03-20', 'treatment')];
    given(history)
      .when(commandFor(withdrawal('2026-04-20', 'follow-up', 'further-use')))
      .expectAccepted();
    given(history)
      .when(commandFor(withdrawal('2026-04-20', 'treatment')))
      .expectRefusal('consent-withdrawn', '/from');
    const left = [...IMPLANTED, withdrawal('2026-03-20', 'follow-up')];
    given(left)
      .when(commandFor(withdrawal('2026-04-20', 'keeping-of-cells')))
      .expectAccepted();
    given(left)
      .when(commandFor(withdrawal('2026-04-20', 'treatment')))
      .expectRefusal('consent-withdrawn', '/from');
  });

  it('of before one could say from what is read as one from treatment and follow-up', () => {
    const data = { withdrawnOn: '2026-03-20' };
    expect(PATIENT_EVENTS.ConsentWithdrawn.earlier[0]?.raise?.(data)).toEqual(data);
    const old = { ...withdrawal('2026-03-20', 'treatment'), data };
    const state = patientStateOf([...IMPLANTED, old]);
    expect(CONSENT_SCOPES.filter((scope) => isWithdrawnFrom(state, scope))).toEqual(['treatment', 'follow-up']);
    expect(state.entries.at(-1)?.data).toEqual(data);
  });
});

describe('consent that is given again', () => {
  const left = [...IMPLANTED, withdrawal('2026-03-20', 'treatment', 'follow-up')];
  const again = [...left, renewal('2026-05-04', 'follow-up')];

  it('lets be recorded what comes from then on', () => {
    given(left)
      .when(commandFor(renewal('2026-05-04', 'follow-up')))
      .expectAccepted();
    const operation = (performedOn: string) =>
      given(again).when(commandFor(patientEvent('Revascularized', { performedOn })));
    operation('2026-06-10').expectAccepted();
    operation('2026-05-04').expectAccepted();
    operation('2026-05-03').expectRefusal('consent-withdrawn');
    expect(statusOf(patientStateOf(again))).toBe('in-follow-up');
  });

  it('is given to what it says, and may be withdrawn once more', () => {
    const history = [...RANDOMIZED, withdrawal('2026-03-06', 'follow-up'), renewal('2026-03-07', 'follow-up')];
    given(history)
      .when(commandFor(patientEvent('Harvested')))
      .expectRefusal('consent-withdrawn');
    given([...history, renewal('2026-03-08', 'treatment')])
      .when(commandFor(patientEvent('Harvested')))
      .expectAccepted();
    given(again)
      .when(commandFor(withdrawal('2026-06-01', 'follow-up')))
      .expectAccepted();
  });

  it('on the very day of the withdrawal counts if it was recorded after it', () => {
    const sameDay = [...left, renewal('2026-03-20', 'treatment', 'follow-up')];
    given(sameDay)
      .when(commandFor(patientEvent('FollowUpAssessed')))
      .expectAccepted();
  });
});
