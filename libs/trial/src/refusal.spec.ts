import { describe, expect, it } from '@jest/globals';
import {
  annulment,
  correction,
  entriesOf,
  given,
  givenTrial,
  type Outcome,
  patientEvent,
  patientHistory,
  patientStateOf,
  recordId,
  trialCorrection,
  trialEvent,
  trialHistory,
} from '@bali/trial/testing';
import { ELIGIBLE_ANSWERS } from '@bali/trial';
import { SAMPLE_DATA, SAMPLE_REDACTION, SAMPLE_TRIAL_DATA } from '@bali/trial/testing';
import { commandFor, trialCommandFor } from '@bali/trial/testing';
import type { DecidedEvent } from '@bali/schema';
import { type AnyPatientCommand, type PatientData, type PatientEventType, patientStream } from './index.js';
import { decideRedaction, type TextFound } from './redaction.js';
import { decideTextReview } from './texts/review-text.js';
import { type RefusalCode, REFUSALS } from './refusal.js';

/** A command that asks for a sample event, changed as told. */
function ask<Type extends PatientEventType>(type: Type, changes: Partial<PatientData<Type>> = {}) {
  return commandFor(patientEvent(type, changes));
}

/** The same without some of its fields. */
function askWithout(type: PatientEventType, ...fields: readonly string[]) {
  const { data } = patientEvent(type);
  const others = Object.fromEntries(Object.entries(data).filter(([name]) => !fields.includes(name)));
  return { ...ask(type), data: others };
}

const until = (step: Parameters<typeof patientHistory>[0]['until']) => patientHistory({ until: step });
const IMPLANTED = until('implanted');
const another = (changes: Partial<PatientData<'ConsentGiven'>> = {}) =>
  patientStateOf([patientEvent('ConsentGiven', { patient: 'REI-002', ...changes })], 'REI-002');
const withoutBaseline = () => until('confirmed').filter(({ type }) => type !== 'BaselineAssessed');
const COMPLETED = until('completed');
const OPENED = trialHistory();

const LOCKED = trialHistory(trialEvent('DatabaseLocked'));
const UNBLINDED = [...LOCKED, trialEvent('AnalysisPlanFixed'), trialEvent('TrialUnblinded')];
const listOf = (stratum: string) => [
  ...OPENED.slice(0, -1),
  trialEvent('RandomizationListCommitted', { strata: [{ stratum, slots: 160 }] }),
];

const screenedWith = (answers: Partial<typeof ELIGIBLE_ANSWERS>, verdict: 'not-eligible' | 'not-yet-decidable') => [
  ...until('consented'),
  patientEvent('PatientScreened', { answers: { ...ELIGIBLE_ANSWERS, ...answers }, verdict }),
];

const redactionOf = (found: TextFound): Pick<Outcome, 'decision'> => ({
  decision: decideRedaction(SAMPLE_REDACTION.TextRedacted, found),
});

const AMPUTATED = { left: { amputated: 'yes' }, right: { amputated: 'no' } } as const;

/** The target is enforced where slots are given out, in libs/blinding: its tests hold that rule. */
type DecidedHere = Exclude<RefusalCode, 'recruitment-complete'>;

const STREAM = patientStream('REI-001');
const WITH_OPERATION = [...IMPLANTED, patientEvent('Revascularized')];
const ANNULLED = annulled(WITH_OPERATION, 'Revascularized');
const SERIOUS = [...IMPLANTED, patientEvent('AdverseEventReported', { seriousness: ['hospitalisation'] })];
const HANDED = [...SERIOUS, patientEvent('AdverseEventAssessed'), patientEvent('HandedToUnblindedSafety')];
const QUERIED = [...IMPLANTED, patientEvent('QueryRaised')];
const DIED = [...COMPLETED, patientEvent('Died')];
const REQUESTED = [
  ...DIED,
  patientEvent('AnnulmentRequested', { entries: [...entriesOf(STREAM, DIED, ['Died'])], requestedBy: 'u-017' }),
];
const NOBODY = annulled(until('consented'), 'ConsentGiven');

function annulled(events: readonly DecidedEvent[], type: string): readonly DecidedEvent[] {
  const { decision } = given(events).when(annulment(events, type));
  if ('refusal' in decision) throw new Error(decision.refusal.sentence);
  return [...events, ...decision.events];
}

function confirmation(events: readonly DecidedEvent[]): AnyPatientCommand {
  const [request = ''] = entriesOf(STREAM, events, ['AnnulmentRequested']);
  return { type: 'ConfirmAnnulment', data: { request } };
}

/** For each way to refuse, somebody who is refused so. A code that nobody can provoke would be dead. */
const PROVOCATIONS: Readonly<Record<DecidedHere, () => Pick<Outcome, 'decision'>>> = {
  'trial-already-registered': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('TrialRegistered'))),
  'trial-not-registered': () => givenTrial([]).when(trialCommandFor(trialEvent('SiteOpened'))),
  'target-unchanged': () =>
    givenTrial(OPENED).when(trialCommandFor(trialEvent('RecruitmentTargetAmended', { recruitmentTarget: 110 }))),
  'visits-not-distinct': () => {
    const [visit] = SAMPLE_TRIAL_DATA.VisitScheduleAmended.visits;
    return givenTrial(OPENED).when(trialCommandFor(trialEvent('VisitScheduleAmended', { visits: [visit!, visit!] })));
  },
  'visits-without-endpoint': () => {
    const visits = SAMPLE_TRIAL_DATA.VisitScheduleAmended.visits.slice(0, 2);
    return givenTrial(OPENED).when(trialCommandFor(trialEvent('VisitScheduleAmended', { visits })));
  },
  'site-code-reserved': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('SiteOpened', { site: 'ALL' }))),
  'site-already-open': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('SiteOpened'))),
  'site-unknown': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('SiteClosed', { site: 'LYO' }))),
  'site-not-open': () =>
    given([], trialHistory(trialEvent('SiteClosed', { closedOn: '2026-03-01' }))).when(ask('ConsentGiven')),
  'same-code': () => given(IMPLANTED).when(ask('SamePerson', { sameAs: 'REI-001' })),
  'persons-differ': () => given(IMPLANTED).when(ask('SamePerson'), { other: another({ sex: 'male' }) }),
  'same-person': () => given([...until('confirmed'), patientEvent('SamePerson')]).when(ask('Randomized')),
  'other-code-counts': () => given(IMPLANTED).when(ask('SamePerson'), { other: another() }),
  'already-at-site': () => given(IMPLANTED).when(ask('PatientTransferred', { toSite: 'REI' })),
  'patient-already-exists': () => given(until('consented')).when(ask('ConsentGiven')),
  'patient-unknown': () => given([]).when(ask('PatientScreened')),
  'site-and-patient-differ': () => given([]).when(ask('ConsentGiven', { site: 'NAN' })),
  'patient-not-screened': () => given(until('consented')).when(ask('Randomized')),
  'patient-not-eligible': () =>
    given(screenedWith({ malignantDisease: 'yes' }, 'not-eligible')).when(ask('Randomized')),
  'eligibility-not-yet-decidable': () =>
    given(screenedWith({ prothrombinTime: {} }, 'not-yet-decidable')).when(ask('Randomized')),
  'eligibility-not-confirmed': () => given(until('screened')).when(ask('Randomized')),
  'eligibility-already-confirmed': () =>
    given(until('confirmed')).when(ask('EligibilityConfirmed'), { now: '2026-03-04T22:30:00.000Z' }),
  'infarction-not-said': () => {
    const { infarction: _, ...data } = SAMPLE_DATA.AdverseEventReported;
    return given(until('screened')).when({ type: 'ReportAdverseEvent', data });
  },
  'baseline-not-assessed': () => given(withoutBaseline()).when(ask('Randomized')),
  'baseline-not-complete': () =>
    given([...withoutBaseline(), patientEvent('BaselineAssessed', { serology: {} })]).when(ask('Randomized')),
  'index-limb-amputated': () =>
    given(until('screened')).when(ask('BaselineAssessed', { amputatedAboveAnkle: ['left'] })),
  'already-randomized': () => given(until('randomized')).when(ask('Randomized')),
  'not-randomized': () => given(until('screened')).when(ask('Harvested')),
  'already-harvested': () => given(until('harvested')).when(ask('Harvested')),
  'not-harvested': () => given(until('randomized')).when(ask('ProductReleased')),
  'product-already-released': () => given(until('released')).when(ask('ProductReleased')),
  'product-not-released': () => given(until('harvested')).when(ask('Implanted')),
  'release-withdrawn': () => given([...until('released'), patientEvent('ReleaseWithdrawn')]).when(ask('Implanted')),
  'already-implanted': () => given(IMPLANTED).when(ask('Implanted')),
  'implantation-not-done': () =>
    given([...until('released'), patientEvent('ImplantationNotDone')]).when(ask('Implanted')),
  'not-implanted': () => given(until('released')).when(ask('FollowUpAssessed')),
  'alert-unknown': () => given(IMPLANTED).when(ask('MicrobiologyAlertAcknowledged')),
  'alert-already-acknowledged': () =>
    given([...IMPLANTED, patientEvent('MicrobiologyAlert'), patientEvent('MicrobiologyAlertAcknowledged')]).when(
      ask('MicrobiologyAlertAcknowledged'),
    ),
  'visit-unknown': () => given(IMPLANTED).when(ask('FollowUpAssessed', { visit: 'M12' })),
  'visit-before-window': () => given(IMPLANTED).when(ask('FollowUpAssessed', { assessedOn: '2026-03-12' })),
  'amputation-not-recorded': () => given(IMPLANTED).when(ask('ContactMade', { limbs: AMPUTATED })),
  'amputation-on-record': () =>
    given([...IMPLANTED, patientEvent('Amputated')]).when(ask('ContactMade', { contactedOn: '2026-05-20' })),
  'death-not-recorded': () => given(IMPLANTED).when(ask('ContactMade', { vitalStatus: 'dead', informant: 'relative' })),
  'value-missing': () => {
    const { informant: _, ...data } = SAMPLE_DATA.FollowUpAssessed;
    return given(IMPLANTED).when({ type: 'AssessFollowUp', data });
  },
  'visit-already-recorded': () => given(until('M1')).when(ask('FollowUpAssessed')),
  'already-recorded': () => given([...IMPLANTED, patientEvent('Amputated')]).when(ask('Amputated')),
  'treatment-unknown': () => given(IMPLANTED).when(ask('ConcomitantTreatmentChanged')),
  'treatment-ended': () => {
    const ended = patientEvent('ConcomitantTreatmentRecorded', { endedOn: '2025', whyEnded: 'planned-end' });
    return given([...IMPLANTED, ended]).when(ask('ConcomitantTreatmentChanged'));
  },
  'adverse-event-unknown': () => given(IMPLANTED).when(ask('AdverseEventFollowedUp')),
  'consent-withdrawn': () => given([...IMPLANTED, patientEvent('ConsentWithdrawn')]).when(ask('ConsentWithdrawn')),
  'already-lost-to-follow-up': () => given([...IMPLANTED, patientEvent('LostToFollowUp')]).when(ask('LostToFollowUp')),
  'follow-up-already-completed': () => given(COMPLETED).when(ask('FollowUpCompleted')),
  'follow-up-not-complete': () => given(until('M3')).when(ask('FollowUpCompleted')),
  'already-died': () => given([...COMPLETED, patientEvent('Died')]).when(ask('Died')),
  'patient-died': () => given([...until('screened'), patientEvent('Died')]).when(ask('Randomized')),
  'participation-not-ended': () => given(IMPLANTED).when(ask('PatientSignedOff')),
  'already-signed-off': () => given([...COMPLETED, patientEvent('PatientSignedOff')]).when(ask('PatientSignedOff')),
  'patients-not-signed-off': () =>
    givenTrial(OPENED).when(
      { type: 'LockDatabase', data: {} },
      { patients: { randomizedPatients: 2, notSignedOff: [{ patient: 'REI-001', hasEnded: false }] } },
    ),
  'unit-statement-missing': () =>
    givenTrial(OPENED).when(
      { type: 'LockDatabase', data: {} },
      { patients: { randomizedPatients: 2, notSignedOff: [] } },
    ),
  'database-locked': () => given(IMPLANTED, trialHistory(trialEvent('DatabaseLocked'))).when(ask('FollowUpAssessed')),
  'database-not-locked': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('DatabaseUnlocked'))),
  'in-the-future': () => given(COMPLETED).when(ask('Died', { diedOn: '2027-01-01' })),
  'before-consent': () => given(COMPLETED).when(ask('Amputated', { performedOn: '2026-03-01' })),
  'not-adult': () => given([]).when(ask('ConsentGiven', { yearOfBirth: 2026 })),
  'adult-not-confirmed': () => given([]).when(ask('ConsentGiven', { yearOfBirth: 2008 })),
  'form-not-in-force': () =>
    given([], trialHistory(trialEvent('VersionPutInForce'))).when(ask('ConsentGiven', { informationVersion: '2.0' })),
  'consent-answer-missing': () => {
    const { keepingOfCells: _, ...data } = SAMPLE_DATA.ConsentGiven;
    return given([]).when({ type: 'GiveConsent', data });
  },
  'version-already-recorded': () =>
    givenTrial(trialHistory(trialEvent('VersionPutInForce'))).when(trialCommandFor(trialEvent('VersionPutInForce'))),
  'approval-missing': () => {
    const { approvedByAuthorityOn: _, ...data } = SAMPLE_TRIAL_DATA.VersionPutInForce;
    return givenTrial(OPENED).when({ type: 'PutVersionInForce', data: { ...data, document: 'protocol' } });
  },
  'out-of-order': () => given(until('randomized')).when(ask('Harvested', { harvestedAt: '2026-03-03T09:30:00+01:00' })),
  'not-the-day-of-the-harvest': () =>
    given(until('released')).when(ask('Implanted', { implantedAt: '2026-03-11T08:00:00+01:00' })),
  'implausible-value': () => given(IMPLANTED).when(ask('FollowUpAssessed', { ankleBrachialIndex: { value: '40' } })),
  'fatal-outcome-without-death': () =>
    given(IMPLANTED).when(ask('AdverseEventReported', { outcome: 'fatal', seriousness: ['death'] })),
  'death-without-fatal-outcome': () => {
    const fatal = patientEvent('AdverseEventReported', { outcome: 'fatal', seriousness: ['death'] });
    const died = [...COMPLETED, fatal, patientEvent('Died', { adverseEvent: 1 })];
    return given(died).when(ask('AdverseEventFollowedUp', { assessedOn: '2026-10-16' }));
  },
  'adverse-event-not-judged': () => {
    const atOnce = askWithout('AdverseEventReported', 'severity', 'relatedTo')
      .data as PatientData<'AdverseEventReported'>;
    return given([...COMPLETED, { type: 'AdverseEventReported', data: atOnce }]).when(ask('PatientSignedOff'));
  },
  'judgement-incomplete': () => given(IMPLANTED).when(askWithout('AdverseEventReported', 'severity')),
  'whole-date-needed': () => given(COMPLETED).when(ask('Died', { diedOn: '2026-10' })),
  'seriousness-and-outcome-differ': () => given(IMPLANTED).when(ask('AdverseEventReported', { outcome: 'fatal' })),
  'reason-missing': () => given(IMPLANTED).when(correction(IMPLANTED, 'Harvested', '/volumeMl', 480), { reason: null }),
  'event-unknown': () =>
    given(IMPLANTED).when({
      type: 'CorrectPatientData',
      data: { correctedEvent: '6f1c2c4e-8a51-4d0e-9b39-0f6f2a7f1f10', field: '/volumeMl', newValue: 480 },
    }),
  'field-unknown': () => givenTrial(OPENED).when(trialCorrection(OPENED, 'TrialRegistered', '/visits/9', {})),
  'field-not-correctable': () => given(IMPLANTED).when(correction(IMPLANTED, 'Randomized', '/slot', 1)),
  'value-unchanged': () =>
    given(IMPLANTED).when(correction(IMPLANTED, 'Harvested', '/volumeMl', SAMPLE_DATA.Harvested.volumeMl)),
  'list-not-committed': () => given([], trialHistory().slice(0, -1)).when(ask('ConsentGiven')),
  'list-already-committed': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('RandomizationListCommitted'))),
  'site-not-in-list': () => given(until('confirmed'), listOf('NAN')).when(ask('Randomized')),
  'no-such-cards': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('CardsPrinted', { stratum: 'CARDS-REI' }))),
  'cards-not-printed': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('CardOpened'))),
  'card-already-opened': () =>
    givenTrial([...OPENED, trialEvent('CardsPrinted'), trialEvent('CardOpened')]).when(
      trialCommandFor(trialEvent('CardOpened')),
    ),
  'card-not-documented': () =>
    given(until('confirmed')).when(
      ask('Randomized', { stratum: 'CARDS', slot: 0, randomizedAt: '2026-03-04T16:10:00+01:00' }),
    ),
  'already-anchored': () =>
    givenTrial(trialHistory(trialEvent('SealedLedgerAnchored'))).when(
      trialCommandFor(trialEvent('SealedLedgerAnchored')),
    ),
  'endpoint-not-complete': () =>
    given(until('M3')).when(ask('PatientUnblinded', { kind: 'planned' }), { now: '2026-09-20T10:00:00.000Z' }),
  'not-signed-off': () => given(COMPLETED).when(ask('PatientUnblinded', { kind: 'planned' })),
  'board-has-not-looked': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('BoardRecommended'))),
  'changes-not-recommended': () =>
    givenTrial(OPENED).when(trialCommandFor(trialEvent('BoardRecommended', { changes: ['consent-form'] })), {
      boardLooks: new Set([682]),
    }),
  'plan-version-already-fixed': () =>
    givenTrial(trialHistory(trialEvent('AnalysisPlanFixed'))).when(trialCommandFor(trialEvent('AnalysisPlanFixed'))),
  'plan-without-primary-endpoint': () =>
    givenTrial(OPENED).when(trialCommandFor(trialEvent('AnalysisPlanFixed', { analyses: ['safety'] }))),
  'analysis-plan-not-fixed': () => givenTrial(LOCKED).when(trialCommandFor(trialEvent('TrialUnblinded'))),
  'unit-deviations-not-judged': () =>
    givenTrial([...LOCKED, trialEvent('AnalysisPlanFixed')]).when(trialCommandFor(trialEvent('TrialUnblinded'))),
  'erratum-unknown': () => given(COMPLETED).when(ask('ErratumAcknowledged')),
  'trial-already-unblinded': () => givenTrial(UNBLINDED).when(trialCommandFor(trialEvent('TrialUnblinded'))),
  'trial-unblinded': () => givenTrial(UNBLINDED).when(trialCommandFor(trialEvent('DatabaseUnlocked'))),
  'trial-not-unblinded': () => givenTrial(OPENED).when(trialCommandFor(trialEvent('TrialUnblindingImpactAssessed'))),
  'unblinding-unknown': () => given(COMPLETED).when(ask('UnblindingImpactAssessed')),
  'impact-already-assessed': () =>
    givenTrial([...UNBLINDED, trialEvent('TrialUnblindingImpactAssessed')]).when(
      trialCommandFor(trialEvent('TrialUnblindingImpactAssessed')),
    ),
  'arm-not-told': () => given(IMPLANTED).when(ask('JudgementSealed')),
  'unblinded-as-planned': () =>
    given(until('confirmed')).when(ask('Randomized'), { by: 'u-017', unblindedAsPlanned: true }),
  'assessor-unblinded': () =>
    given([...IMPLANTED, patientEvent('PatientUnblinded')]).when(ask('FollowUpAssessed'), { by: 'u-017' }),
  'not-yours-to-put-right': () =>
    given(COMPLETED).when(annulment(COMPLETED, 'FollowUpCompleted'), { mayDo: () => false }),
  'already-annulled': () => given(ANNULLED).when(annulment(ANNULLED, 'Revascularized')),
  'never-annulled': () => given(COMPLETED).when(annulment(COMPLETED, 'Randomized')),
  'needed-by-others': () => given(COMPLETED).when(annulment(COMPLETED, 'Harvested')),
  'two-people-needed': () => given(DIED).when(annulment(DIED, 'Died')),
  'own-request': () => given(REQUESTED).when(confirmation(REQUESTED), { by: 'u-017' }),
  'annulment-already-requested': () =>
    given(REQUESTED).when(ask('AnnulmentRequested', { entries: [...entriesOf(STREAM, REQUESTED, ['Died'])] })),
  'annulment-not-requested': () => given(DIED).when(ask('AnnulmentDeclined')),
  'not-annulled': () => given(IMPLANTED).when(ask('Revascularized'), { replaces: recordId(STREAM, 2) }),
  'patient-annulled': () => given(NOBODY).when(ask('ConsentGiven')),
  'query-unknown': () => given(IMPLANTED).when(ask('QueryAnswered')),
  'query-closed': () => given([...QUERIED, patientEvent('QueryClosed')]).when(ask('QueryAnswered')),
  'query-not-closed': () => given(QUERIED).when(ask('QueryReopened')),
  'query-not-answered': () => given(QUERIED).when(ask('QueryClosed'), { reason: null }),
  'not-your-query': () => given(QUERIED).when(ask('QueryClosed'), { role: 'safety-officer' }),
  'own-answer': () => given([...QUERIED, patientEvent('QueryAnswered')]).when(ask('QueryClosed'), { by: 'u-017' }),
  'nothing-to-verify': () =>
    given(IMPLANTED).when({ type: 'VerifySourceData', data: { verdict: 'agrees', visit: 'M1' } }),
  'no-endpoint': () => given(IMPLANTED).when(ask('EndpointAdjudicated')),
  'deviation-unknown': () => given(IMPLANTED).when(ask('DeviationAssessed')),
  'critical-by-protocol': () => {
    const other = [...until('released'), patientEvent('Implanted', { limb: 'right' })];
    const [implanted = ''] = entriesOf(STREAM, other, ['Implanted']);
    return given(other).when(ask('DeviationAssessed', { deviation: `other-limb-implanted:${implanted}` }));
  },
  'edit-check': () => given(until('randomized')).when(ask('Harvested', { volumeMl: 900 })),
  'reception-only': () => given(IMPLANTED).when(ask('QueryRaised'), { role: 'cell-therapy-unit' }),
  'field-not-shown': () => {
    const events = [...IMPLANTED, patientEvent('PatientUnblinded'), patientEvent('UnblindingImpactAssessed')];
    const [entry = ''] = entriesOf(STREAM, events, ['UnblindingImpactAssessed']);
    return given(events).when(ask('QueryRaised', { entry, field: '/assessment' }), { mayDo: () => false });
  },
  'not-codable': () => {
    const [entry = ''] = entriesOf(STREAM, IMPLANTED, ['Harvested']);
    return given(IMPLANTED).when(ask('Coded', { entry }));
  },
  'investigator-judges': () =>
    given(IMPLANTED).when(ask('AdverseEventReported', { seriousness: ['hospitalisation'] }), {
      role: 'study-coordinator',
    }),
  'not-judged-yet': () => given([...IMPLANTED, patientEvent('AdverseEventReported')]).when(ask('AdverseEventAssessed')),
  'causality-downgraded': () => given(SERIOUS).when(ask('AdverseEventAssessed', { relatedTo: 'not-related' })),
  'no-reference-information': () => given(SERIOUS).when(ask('AdverseEventAssessed', { expectedness: 'expected' })),
  'reaction-not-listed': () => given(SERIOUS).when(ask('AdverseEventAssessed', { reaction: 'Anaemia' })),
  'case-not-reportable': () => given(SERIOUS).when(ask('HandedToUnblindedSafety')),
  'already-handed-over': () => given(HANDED).when(ask('HandedToUnblindedSafety')),
  'case-not-handed-over': () => given(SERIOUS).when(ask('CaseClosed')),
  'clock-still-runs': () => given(HANDED).when(ask('CaseClosed'), { now: '2026-03-20T10:00:00.000Z' }),
  'case-already-closed': () => given([...HANDED, patientEvent('CaseClosed')]).when(ask('CaseClosed')),
  'text-unknown': () => redactionOf({ isRedacted: false, isOwn: false }),
  'already-redacted': () => redactionOf({ hash: SAMPLE_REDACTION.TextRedacted.hash, isRedacted: true, isOwn: false }),
  'text-already-reviewed': () => ({
    decision: decideTextReview(
      { event: '', field: '', verdict: 'release' },
      { hash: SAMPLE_REDACTION.TextRedacted.hash, isFlagged: true, isReleased: false },
    ),
  }),
  'own-text': () => redactionOf({ hash: SAMPLE_REDACTION.TextRedacted.hash, isRedacted: false, isOwn: true }),
  'invalid-value': () => given(IMPLANTED).when(correction(IMPLANTED, 'Harvested', '/volumeMl', 'half a litre')),
};

describe('a refusal', () => {
  it.each(Object.keys(PROVOCATIONS) as DecidedHere[])(
    '[P11-10f] of the code %s tells why, in a sentence with its source',
    (code) => {
      const { decision } = PROVOCATIONS[code]();
      const { refusal } = decision as Extract<typeof decision, { refusal: unknown }>;
      expect(refusal).toMatchObject({ code, source: REFUSALS[code] });
      expect(refusal.sentence).toMatch(/^\S.* .*\.$/);
      expect(refusal.sentence).not.toMatch(/\b(undefined|null)\b|\[object/);
      expect(refusal.field ?? '/').toMatch(/^\//);
    },
  );
});
