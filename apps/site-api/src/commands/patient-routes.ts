import {
  AdverseEventParameter,
  AlertParameter,
  type CommandRoute,
  ConcomitantTreatmentParameter,
  MONITORING_ROUTES,
  SIGN_OFF_ROUTES,
} from '@bali/recording';
import { PATIENT_EVENTS, type PatientEventType } from '@bali/trial';

/** Events that more than their entry leads to: each of them has a use case and a controller of its own. */
type WithUseCase =
  | 'ConsentGiven'
  | 'Randomized'
  | 'ProductReleased'
  | 'ReleaseWithdrawn'
  | 'MicrobiologyAlert'
  | 'PatientUnblinded'
  | 'UnblindingImpactAssessed'
  | 'JudgementSealed';

export type RoutedPatientEvent = Exclude<PatientEventType, WithUseCase>;

/** How the groups of fields are published that every contact has. */
const LIMB_NAMES = {
  restPain: 'YesOrNoMeasurementDto',
  ulcers: 'YesOrNoMeasurementDto',
  left: 'LimbStatusDto',
  right: 'LimbStatusDto',
};
const LIMB_DESCRIPTIONS = { 'LimbsDto.left': 'the left limb', 'LimbsDto.right': 'the right limb' };

/** What is HTTP's about the events of a patient: a row for each, below `patients/:patient`. */
const PATIENT_ROUTES: Readonly<Record<RoutedPatientEvent, CommandRoute>> = {
  PatientScreened: {
    path: 'screenings',
    tag: 'Enrolment',
    operation: 'recordScreening',
    summary: 'Records a screening; the verdict is computed',
    description: 'Screening again is possible until the patient is randomized.',
    body: 'ScreeningDto',
    names: { answers: 'EligibilityAnswersDto', myocardial: 'InfarctionDto', brain: 'InfarctionDto' },
    descriptions: {
      'RecentInfarctionDto.myocardial': 'myocardial infarction',
      'RecentInfarctionDto.brain': 'brain infarction',
      'InfarctionDto.occurred': 'whether one ever occurred',
      'DiabetesDto.hba1cPercent': 'HbA1c, %; if it is left out, it was not measured',
      'ProthrombinTimeDto.percent': 'prothrombin time, %; if it is left out, it was not measured',
    },
  },
  BaselineAssessed: {
    path: 'baseline',
    tag: 'Enrolment',
    operation: 'recordBaseline',
    summary: 'Records the baseline, with the index limb; it is complete before the randomization',
    description:
      'It may be recorded again until the patient is randomized; the latest one counts. What is not known yet is left out, and ' +
      'corrected in when it is.',
    body: 'BaselineDto',
    names: {
      restPain: 'YesOrNoMeasurementDto',
      ulcers: 'YesOrNoMeasurementDto',
      ankleBrachialIndex: 'BaselineAnkleBrachialIndexDto',
      tcPO2: 'BaselineTcPO2Dto',
      toePressure: 'BaselineToePressureDto',
    },
  },
  EligibilityConfirmed: {
    path: 'eligibility-confirmation',
    tag: 'Signatures',
    operation: 'confirmEligibility',
    summary: 'Confirms, under signature, that a patient is eligible',
    description:
      'Before the randomization. It stands until the patient is screened again or the screening is corrected.',
    body: 'EligibilityConfirmationDto',
  },
  Harvested: {
    path: 'harvest',
    tag: 'Treatment',
    operation: 'recordHarvest',
    summary: 'Records a harvest of bone marrow, which every patient has; it gets the next number',
    description:
      'Another harvest is decided by the patient, who renews the consent first, and an investigator who knows no arm.',
    body: 'HarvestDto',
  },
  Implanted: {
    path: 'implantation',
    tag: 'Treatment',
    operation: 'recordImplantation',
    summary:
      "Records the implantation: on the day of the harvest, in the site's time zone, of a product that was released",
    description:
      'What stands against it and has happened all the same is recorded with `despite`, and is a critical deviation.',
    body: 'ImplantationDto',
    descriptions: { 'ImplantationDto.limb': 'the treated limb' },
  },
  ImplantationNotDone: {
    path: 'implantation-not-done',
    tag: 'Treatment',
    operation: 'recordImplantationNotDone',
    summary: 'Records that nothing was implanted, and why; the patient is followed up all the same',
    body: 'ImplantationNotDoneDto',
  },
  MicrobiologyAlertAcknowledged: {
    path: 'microbiology-alerts/:number/acknowledgement',
    tag: 'Safety',
    operation: 'acknowledgeMicrobiologyAlert',
    summary: 'Records that the site knows of a microbiology alert, within 24 hours',
    body: 'AlertAcknowledgementDto',
    notInBody: ['number'],
    parameters: AlertParameter,
  },
  FollowUpAssessed: {
    path: 'follow-up-visits',
    tag: 'Follow-up',
    operation: 'recordFollowUpVisit',
    summary: "Records a visit of the patient's schedule, once; what is wrong in it is corrected",
    description:
      'From the first day of its window on. What came before is recorded as a contact outside of the schedule; what came after ' +
      'the window is recorded as this visit, and is a deviation.',
    body: 'FollowUpVisitDto',
    names: LIMB_NAMES,
    descriptions: LIMB_DESCRIPTIONS,
  },
  ContactMade: {
    path: 'contacts',
    tag: 'Follow-up',
    operation: 'recordContact',
    summary:
      'Records a contact outside of the schedule: an unscheduled visit, a telephone call, a letter, a record that was read',
    description:
      'A contact in the window of a visit, or later, tells how the patient was then, also where that visit was missed.',
    body: 'ContactDto',
    names: LIMB_NAMES,
    descriptions: LIMB_DESCRIPTIONS,
  },
  VisitMissed: {
    path: 'missed-visits',
    tag: 'Follow-up',
    operation: 'recordMissedVisit',
    summary: 'Records that a visit of the schedule in force was missed, once',
    body: 'MissedVisitDto',
  },
  Amputated: {
    path: 'amputations',
    tag: 'Follow-up',
    operation: 'recordAmputation',
    summary: 'Records an amputation of any level; whether it is a major one follows from the level',
    body: 'AmputationDto',
    descriptions: { 'AmputationDto.side': 'the side of the patient' },
  },
  Revascularized: {
    path: 'revascularizations',
    tag: 'Follow-up',
    operation: 'recordRevascularization',
    summary: 'Records a revascularization',
    body: 'RevascularizationDto',
    descriptions: { 'RevascularizationDto.side': 'the side of the patient' },
  },
  AdverseEventReported: {
    path: 'adverse-events',
    tag: 'Safety',
    operation: 'reportAdverseEvent',
    summary: "Reports an adverse event; it gets the patient's next number",
    body: 'AdverseEventDto',
  },
  AdverseEventFollowedUp: {
    path: 'adverse-events/:number/follow-ups',
    tag: 'Safety',
    operation: 'followUpAdverseEvent',
    summary: 'Records news of an adverse event: that it ended, became serious, or how it came out',
    body: 'AdverseEventFollowUpDto',
    notInBody: ['number'],
    parameters: AdverseEventParameter,
  },
  AdverseEventAssessed: {
    path: 'adverse-events/:number/assessments',
    tag: 'Safety',
    operation: 'assessAdverseEvent',
    summary: "Records the sponsor's assessment of a serious adverse event: causality and expectedness",
    description:
      'It is judged as if cells had been given. An investigator has signed severity and causality before; the suspicion of either is ' +
      'never taken back. Each assessment is kept; the last one counts.',
    body: 'AssessmentDto',
    notInBody: ['number'],
    parameters: AdverseEventParameter,
  },
  HandedToUnblindedSafety: {
    path: 'adverse-events/:number/handover',
    tag: 'Safety',
    operation: 'handOverCase',
    summary: 'Hands a case over to those who may know the arm, for a report',
    description: 'What comes of it is told to nobody who is blinded.',
    body: 'CaseHandoverDto',
    notInBody: ['number'],
    parameters: AdverseEventParameter,
  },
  CaseClosed: {
    path: 'adverse-events/:number/closure',
    tag: 'Safety',
    operation: 'closeCase',
    summary: 'Closes a case on the last day of its longest clock, whatever came of it',
    body: 'CaseClosureDto',
    notInBody: ['number'],
    parameters: AdverseEventParameter,
  },
  Coded: {
    path: 'codings',
    tag: 'Safety',
    operation: 'codeEntry',
    summary: 'Codes the words of an adverse event, a diagnosis or a treatment; the last coding of an entry counts',
    body: 'CodingDto',
  },
  PatientTransferred: {
    path: 'transfers',
    tag: 'Enrolment',
    operation: 'transferPatient',
    summary: 'Transfers a patient to another site from a day on; the code stays',
    description:
      'It is recorded by the site where the patient is. From then on the new site sees the whole record and records what comes; ' +
      'the old one goes on seeing what was recorded until then.',
    body: 'TransferDto',
  },
  SamePerson: {
    path: 'same-person',
    tag: 'Enrolment',
    operation: 'recordSamePerson',
    summary: 'Records that the patient is the same person as another patient, whose code counts',
    description:
      'Of two randomizations the first one counts, and the second is a deviation: it is recorded of the code that was randomized later, ' +
      'or that was not randomized.',
    body: 'SamePersonDto',
  },
  ConsentRenewed: {
    path: 'consent-renewals',
    tag: 'Enrolment',
    operation: 'recordConsentRenewal',
    summary: 'Records that a patient signed the consent again: a new form, another harvest, or after a withdrawal',
    description: 'The consent that was signed before stays in the record: it is no correction of that.',
    body: 'ConsentRenewalDto',
  },
  DiagnosisRecorded: {
    path: 'diagnoses',
    tag: 'Enrolment',
    operation: 'recordDiagnosis',
    summary: "Records a diagnosis of the patient's history, dated as far as it is known",
    body: 'DiagnosisDto',
  },
  ConcomitantTreatmentRecorded: {
    path: 'concomitant-treatments',
    tag: 'Follow-up',
    operation: 'recordConcomitantTreatment',
    summary: "Records a concomitant treatment, which may be older than the consent; it gets the patient's next number",
    body: 'ConcomitantTreatmentDto',
  },
  ConcomitantTreatmentChanged: {
    path: 'concomitant-treatments/:number/changes',
    tag: 'Follow-up',
    operation: 'changeConcomitantTreatment',
    summary: 'Records that a concomitant treatment was changed, interrupted, resumed or ended, and why',
    body: 'ConcomitantTreatmentChangeDto',
    notInBody: ['number'],
    parameters: ConcomitantTreatmentParameter,
  },
  ConsentWithdrawn: {
    path: 'consent-withdrawal',
    tag: 'End of participation',
    operation: 'recordConsentWithdrawal',
    summary: 'Records that a patient withdrew consent, and from what; the patient need not say why',
    description:
      'Whoever withdraws from the treatment alone is followed up. A patient who consents again signs a renewed consent.',
    body: 'ConsentWithdrawalDto',
  },
  LostToFollowUp: {
    path: 'loss-to-follow-up',
    tag: 'End of participation',
    operation: 'recordLossToFollowUp',
    summary: 'Records that a patient cannot be reached any more; a patient who is assessed later is lost no more',
    body: 'LossToFollowUpDto',
  },
  FollowUpCompleted: {
    path: 'completion',
    tag: 'End of participation',
    operation: 'recordCompletion',
    summary: 'Records that a patient completed the follow-up: the last visit of the schedule is recorded',
    body: 'CompletionDto',
  },
  Died: {
    path: 'death',
    tag: 'End of participation',
    operation: 'recordDeath',
    summary: 'Records a death',
    description: 'Nothing is recorded to have happened after it; what happened before still may be.',
    body: 'DeathDto',
  },
  ...SIGN_OFF_ROUTES,
  ...MONITORING_ROUTES,
};

/** The events of the table with their definitions, in its order. */
export const ROUTED_PATIENT_EVENTS = (Object.keys(PATIENT_ROUTES) as RoutedPatientEvent[]).map((type) => ({
  event: PATIENT_EVENTS[type],
  route: PATIENT_ROUTES[type],
}));
