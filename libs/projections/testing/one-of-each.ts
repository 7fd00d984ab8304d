import type { LedgerRecord } from '@bali/ledger';
import { isFreeTextAt } from '@bali/schema';
import { PATIENT_EVENTS, TRIAL_EVENTS } from '@bali/trial';
import type { History } from './history.js';
import { ELIGIBLE_ANSWERS, openedTrial } from './sample-trial.js';

const PATIENT = 'REI-001';

/** A history in which every type of event happens, each with every text it can have. @param text a free text's hash. */
export function oneOfEach(text: string): readonly LedgerRecord[] {
  const history = openedTrial();
  history.records.splice(2);
  const protocolVersion = '2.0';
  const visits = [{ code: 'M6', title: '6 months', monthsAfterImplantation: 6, windowDays: 21 }];
  const amendedOn = '2009-05-04';
  history.trial('RecruitmentTargetAmended', { formerTarget: 110, recruitmentTarget: 40, protocolVersion, amendedOn });
  history.trial('VisitScheduleAmended', { visits, protocolVersion, amendedOn });
  untilTheImplantation(history, text);
  followUp(history, text);
  adverseEvents(history, text);
  history.patient(PATIENT, 'ConsentWithdrawn', { withdrawnOn: '2009-05-04', from: ['treatment', 'follow-up'] });
  history.patient(PATIENT, 'LostToFollowUp', { lastContactOn: '2009-05-04' });
  history.patient(PATIENT, 'FollowUpCompleted', { completedOn: '2009-05-04' });
  history.patient(PATIENT, 'Died', { diedOn: '2009-05-04', cause: 'cardiovascular', comment: text });
  history.trial('VersionPutInForce', TRIAL_EVENTS.VersionPutInForce.sample);
  history.trial('ReferenceInformationPutInForce', TRIAL_EVENTS.ReferenceInformationPutInForce.sample);
  history.trial('SiteClosed', { site: 'REI', closedOn: '2009-05-04' });
  history.patient(PATIENT, 'PatientSignedOff', { throughRevision: 16 });
  history.trial('UnitRecordsConfirmed', { randomizedPatients: 1 });
  history.trial('DatabaseLocked', { randomizedPatients: 1 });
  history.trial('DatabaseUnlocked', {}, { reason: 'a reason' });
  whatIsBlind(history, text);
  history.patient(PATIENT, 'EligibilityConfirmed', { screening: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' });
  const redacted = { redactedEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', field: '/data/comment' };
  history.patient(PATIENT, 'TextRedacted', { ...redacted, hash: '3b8d1f0c'.repeat(8), why: 'names-a-person' });
  const reviewed = { event: redacted.redactedEvent, field: redacted.field, hash: '3b8d1f0c'.repeat(8) };
  history.patient(PATIENT, 'TextReleased', reviewed);
  history.patient(PATIENT, 'TextFlagged', reviewed);
  everyOtherOfAPatient(history, text);
  annulled(history, text);
  return history.records.map((record) =>
    record.metadata.reason === undefined ? record : { ...record, metadata: { ...record.metadata, reason: text } },
  );
}

/** An operation that did not happen, and one that did, after all. */
function annulled(history: History, text: string): void {
  const operation = { performedOn: '2009-05-04', side: 'right', procedure: 'bypass', comment: text };
  const { id, type } = history.patient(PATIENT, 'Revascularized', operation);
  const annulment = { annulledEvent: id, annulledType: type, wasSigned: false };
  history.patient(PATIENT, 'EntryAnnulled', annulment, { reason: 'a reason', reasonCode: 'did-not-happen' });
  const again = history.patient(PATIENT, 'Revascularized', operation);
  history.patient(PATIENT, 'EnteredAgain', { annulledEvent: id });
  afterTheLock(history, again.id);
}

/** What is recorded after the lock, and what is put right after the trial's unblinding. */
function afterTheLock(history: History, correctedEvent: string): void {
  history.patient(PATIENT, 'RecordedAfterLock', { lock: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', events: 1 });
  const erratum = { kind: 'value', correctedEvent, correctedType: 'Revascularized', field: '/side' };
  const values = { oldValue: 'right', newValue: 'left', computed: false, knewArm: false };
  history.patient(
    PATIENT,
    'Erratum',
    { ...erratum, ...values },
    { reason: 'a reason', reasonCode: 'source-corrected' },
  );
}

/** What is not in the course above has its sample as data, with every text that it can have. */
function everyOtherOfAPatient(history: History, text: string): void {
  const there = new Set(history.records.map(({ type }) => type));
  for (const { type, sample, data } of Object.values(PATIENT_EVENTS)) {
    if (there.has(type)) continue;
    const texts = Object.keys(data.properties).filter((field) => isFreeTextAt(data, `/${field}`));
    history.patient(PATIENT, type, {
      ...(sample as object),
      ...Object.fromEntries(texts.map((field) => [field, text])),
    });
  }
}

function whatIsBlind(history: History, text: string): void {
  const hash = '3b8d1f0c'.repeat(8);
  history.trial('RandomizationListCommitted', { commitment: hash, strata: [{ stratum: 'ALL', slots: 160 }] });
  history.trial('CardsPrinted', { stratum: 'CARDS' });
  const card = { stratum: 'CARDS', openedAt: '2009-05-04T10:00:00+02:00' };
  history.trial('CardOpened', { ...card, slot: 0, patient: PATIENT, outage: 'power-failure' });
  history.trial('CardOpenedInVain', { ...card, slot: 1, why: 'damaged' });
  history.trial('SealedLedgerAnchored', { anchoredOn: '2009-05-04', anchor: hash });
  history.trial('AnalysisPlanFixed', {
    ...{ planVersion: '1.0', document: hash, signedOn: '2009-05-04', primaryTest: 'log-rank' },
    ...{ populations: ['intention-to-treat'], analyses: ['primary-endpoint', 'mortality'] },
  });
  history.trial('UnitDeviationsJudged', {});
  history.trial('BoardRecommended', { position: 1, metOn: '2009-05-04', recommendation: 'continue' });
  history.trial('TrialUnblinded', {}, { reason: 'a reason' });
  history.trial('TrialUnblindingImpactAssessed', { impact: 'none', assessment: text });
  const emergency = { kind: 'emergency', shownTo: 'c.martin' };
  const { id } = history.patient(PATIENT, 'PatientUnblinded', emergency, { reason: 'a reason' });
  const impact = { unblinding: id, impact: 'treatment-changed', assessment: text };
  history.patient(PATIENT, 'UnblindingImpactAssessed', impact);
  history.patient(PATIENT, 'JudgementSealed', { of: 'findings' });
}

function untilTheImplantation(history: History, text: string): void {
  const consent = { patient: PATIENT, site: 'REI', yearOfBirth: 1940, sex: 'female', consentedOn: '2009-05-04' };
  const { id } = history.patient(PATIENT, 'ConsentGiven', { ...consent, informationVersion: '2' });
  history.patient(
    PATIENT,
    'DataCorrected',
    {
      correctedEvent: id,
      correctedType: 'ConsentGiven',
      field: '/yearOfBirth',
      oldValue: 1940,
      newValue: 1941,
      computed: false,
    },
    { reason: 'a reason' },
  );
  history.patient(PATIENT, 'PatientScreened', {
    screenedOn: '2009-05-04',
    answers: { ...ELIGIBLE_ANSWERS, malignantDisease: 'yes', ongoingInfection: 'not-assessed' },
    verdict: 'not-eligible',
    failed: ['malignantDisease'],
    notAssessed: ['ongoingInfection'],
  });
  history.patient(PATIENT, 'Randomized', { stratum: 'ALL', slot: 12 });
  const harvestedAt = '2009-05-04T09:30:00+02:00';
  history.patient(PATIENT, 'Harvested', { harvestedAt, volumeMl: 500, anaesthesia: 'general', complications: text });
  history.patient(PATIENT, 'ProductReleased', { releasedAt: '2009-05-04T12:00:00+02:00' });
  history.patient(PATIENT, 'Implanted', { implantedAt: '2009-05-04T12:05:30Z', limb: 'left', complications: text });
}

function followUp(history: History, text: string): void {
  history.patient(PATIENT, 'FollowUpAssessed', {
    visit: 'M6',
    assessedOn: '2009-05-04',
    vitalStatus: 'alive',
    limbs: { left: { amputated: 'no' }, right: { amputated: 'no' } },
    informant: 'examination',
    restPain: { value: 'yes' },
    ulcers: { value: 'no' },
    ankleBrachialIndex: { value: '0.42' },
    tcPO2: { value: 28 },
    toePressure: { notDone: 'device-unavailable' },
    comment: text,
  });
  history.patient(PATIENT, 'ContactMade', {
    contactedOn: '2009-05-04',
    way: 'telephone',
    vitalStatus: 'alive',
    limbs: { left: { amputated: 'no' }, right: { amputated: 'not-known' } },
    informant: 'relative',
    restPain: { value: 'no' },
    comment: text,
  });
  const performedOn = '2009-05-04';
  const amputation = { performedOn, side: 'left', indication: 'ischemia', comment: text };
  history.patient(PATIENT, 'Amputated', { ...amputation, level: 'below-knee' });
  history.patient(PATIENT, 'Amputated', { ...amputation, level: 'toe' });
  history.patient(PATIENT, 'Revascularized', { performedOn, side: 'right', procedure: 'stent', comment: text });
}

function adverseEvents(history: History, text: string): void {
  history.patient(PATIENT, 'AdverseEventReported', {
    number: 1,
    termAsReported: text,
    startedOn: '2009-05-04',
    severity: 'mild',
    seriousness: [],
    relatedTo: 'harvest',
    outcome: 'recovering',
    narrative: text,
  });
  history.patient(PATIENT, 'AdverseEventFollowedUp', {
    number: 1,
    assessedOn: '2009-05-04',
    endedOn: '2009-05-04',
    seriousness: ['hospitalisation', 'medically-important'],
    outcome: 'recovered-with-sequelae',
    narrative: text,
  });
}
