import { type EligibilityAnswers, FOLLOW_UP_VISITS, RECRUITMENT_TARGET, SITES, TRIAL } from '@bali/protocol';
import type { CorrectionEvent, PatientData, PatientEventType, TrialEvent, RedactionEvent } from '@bali/trial';

/** Answers with which a patient is eligible: every criterion assessed, none against. */
export const ELIGIBLE_ANSWERS: EligibilityAnswers = {
  criticalLimbIschemia: 'yes',
  noSurgicalOption: 'yes',
  ongoingInfection: 'no',
  gangreneBeyondDigits: 'no',
  diabetes: { present: 'yes', hba1cPercent: '7.1', proliferativeRetinopathy: 'no' },
  malignantDisease: 'no',
  anaesthesiaContraindication: 'no',
  chronicHaemodialysis: 'no',
  prothrombinTime: { percent: '92' },
  recentInfarction: { myocardial: { occurred: 'yes', lastOn: '2023-06-14' }, brain: { occurred: 'no' } },
  antithromboticContraindication: 'no',
  heparinInducedThrombocytopenia: 'no',
  unexplainedHaematologicalAbnormality: 'no',
};

/** Stands where an event holds the hash of a free text. */
export const SAMPLE_TEXT_HASH = '3b8d1f0c'.repeat(8);

/** Plausible data for each event of a patient, and plausible together: consent in March 2026, 6 months in September. */
export const SAMPLE_DATA: { readonly [Type in PatientEventType]: PatientData<Type> } = {
  ConsentGiven: {
    patient: 'REI-001',
    site: 'REI',
    yearOfBirth: 1953,
    sex: 'female',
    consentedOn: '2026-03-02',
    informationVersion: '3.0',
  },
  PatientScreened: {
    screenedOn: '2026-03-04',
    answers: ELIGIBLE_ANSWERS,
    verdict: 'eligible',
    failed: [],
    notAssessed: [],
  },
  EligibilityConfirmed: { screening: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
  Randomized: { stratum: 'ALL', slot: 0 },
  Harvested: { harvestedAt: '2026-03-10T09:30:00+01:00', volumeMl: 500, anaesthesia: 'general' },
  ProductReleased: { releasedAt: '2026-03-10T12:30:00+01:00' },
  Implanted: { implantedAt: '2026-03-10T14:00:00+01:00', limb: 'left' },
  FollowUpAssessed: {
    visit: 'M1',
    assessedOn: '2026-04-10',
    restPain: { value: 'yes' },
    ulcers: { value: 'no' },
    ankleBrachialIndex: { value: '0.42' },
    tcPO2: { value: 28 },
    toePressure: { notDone: 'patient-unable' },
  },
  Amputated: { performedOn: '2026-05-04', side: 'left', level: 'forefoot', indication: 'ischemia' },
  Revascularized: { performedOn: '2026-05-05', side: 'left', procedure: 'angioplasty' },
  AdverseEventReported: {
    number: 1,
    term: 'Haematoma at the puncture site',
    startedOn: '2026-03-11',
    severity: 'mild',
    seriousness: [],
    relatedTo: 'harvest',
    outcome: 'recovering',
  },
  AdverseEventFollowedUp: {
    number: 1,
    assessedOn: '2026-03-20',
    endedOn: '2026-03-18',
    seriousness: [],
    outcome: 'recovered',
  },
  ConsentWithdrawn: { withdrawnOn: '2026-10-01' },
  LostToFollowUp: { lastContactOn: '2026-10-01' },
  FollowUpCompleted: { completedOn: '2026-09-10' },
  Died: { diedOn: '2026-10-15', cause: 'cardiovascular' },
  PatientSignedOff: { throughRevision: 9 },
  PatientUnblinded: { kind: 'emergency', shownTo: 'u-017' },
  UnblindingImpactAssessed: {
    unblinding: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    impact: 'treatment-changed',
    assessment: SAMPLE_TEXT_HASH,
  },
};

export type TrialData<Type extends TrialEvent['type']> = Extract<TrialEvent, { type: Type }>['data'];

/** Plausible data for each event of the trial as a whole. */
export const SAMPLE_TRIAL_DATA: { readonly [Type in TrialEvent['type']]: TrialData<Type> } = {
  TrialRegistered: {
    registryId: TRIAL.id,
    acronym: TRIAL.acronym,
    title: TRIAL.title,
    sponsor: TRIAL.sponsor,
    protocolVersion: '1.0',
    recruitmentTarget: RECRUITMENT_TARGET.registered,
    visits: [...FOLLOW_UP_VISITS],
    registeredOn: '2026-01-05',
  },
  RecruitmentTargetAmended: {
    formerTarget: RECRUITMENT_TARGET.registered,
    recruitmentTarget: RECRUITMENT_TARGET.amended,
    protocolVersion: '2.0',
    amendedOn: '2026-06-01',
  },
  VisitScheduleAmended: { visits: [...FOLLOW_UP_VISITS], protocolVersion: '2.1', amendedOn: '2026-06-02' },
  SiteOpened: {
    site: SITES[0]!.code,
    name: SITES[0]!.name,
    city: SITES[0]!.city,
    timeZone: SITES[0]!.timeZone,
    openedOn: '2026-01-15',
  },
  SiteClosed: { site: SITES[0]!.code, closedOn: '2026-11-02' },
  DatabaseLocked: { randomizedPatients: 40 },
  DatabaseUnlocked: {},
  RandomizationListCommitted: {
    commitment: 'c0117d1a'.repeat(8),
    strata: [{ stratum: 'ALL', slots: 160 }],
  },
  SealedLedgerAnchored: { anchoredOn: '2026-03-02', anchor: 'a5c40e17'.repeat(8) },
  TrialUnblinded: {},
  TrialUnblindingImpactAssessed: { impact: 'none', assessment: SAMPLE_TEXT_HASH },
};

/** A correction with plausible data. */
export const SAMPLE_REDACTION: { readonly TextRedacted: RedactionEvent['data'] } = {
  TextRedacted: {
    redactedEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    field: '/data/comment',
    hash: '3b8d1f0c'.repeat(8),
    why: 'names-a-person',
  },
};

export const SAMPLE_CORRECTION: { readonly DataCorrected: CorrectionEvent['data'] } = {
  DataCorrected: {
    correctedEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    correctedType: 'Harvested',
    field: '/volumeMl',
    oldValue: 500,
    newValue: 480,
    computed: false,
  },
};
