export {
  type Correctable,
  correctionOf,
  type CorrectionRequest,
  type CorrectionRules,
  decideCorrection,
  sameValue,
} from './correction.js';
export { type CorrectionEvent, correctionFields, DataCorrected } from './corrections/data-corrected.js';
export type { Decision, DecisionContext } from './decision.js';
export { CAUSES_OF_DEATH } from './end-of-participation/died.js';
export { isLost } from './end-of-participation/loss.js';
export type { Entry, EntryOf } from './entry.js';
export { definitionOf, EVENT_CATALOGUE, type EventType, FREE_TEXT_FIELDS, mayGiveAwayArm } from './event-catalogue.js';
export { AMPUTATION_INDICATIONS } from './follow-up/amputated.js';
export { endpointDate, implantationDate, lastAssessmentDate } from './follow-up/implantation-date.js';
export { NOT_DONE_REASONS } from './follow-up/measurement.js';
export { REVASCULARIZATION_PROCEDURES } from './follow-up/revascularized.js';
export * from './patient/chart.js';
export { COURSE_RULES } from './patient/course-rules.js';
export { decidePatient } from './patient/decide-patient.js';
export type { PatientContext } from './patient/define-patient-event.js';
export { evolvePatient } from './patient/evolve-patient.js';
export { daysLate, happened, happenedOn, isLate, recordedDaysAfter, whenOf } from './patient/happened.js';
export type { CorrectPatientData, PatientCommand, PatientCommandType } from './patient/patient-commands.js';
export { PATIENT_EVENTS, type PatientEvent } from './patient/patient-events.js';
export { majorAmputationDates, PATIENT_STATUSES, type PatientStatus, statusOf } from './patient/status.js';
export { type GivenUp, givenUp, pendingRequest, type PendingRequest } from './pending-request.js';
export { decideRedaction, type RedactionRequest, type TextFound } from './redaction.js';
export { REDACTION_REASONS, type RedactionEvent, redactionFields, TextRedacted } from './redactions/text-redacted.js';
export { type Refusal, type RefusalCode, REFUSALS, refusal } from './refusal.js';
export { ADVERSE_EVENT_OUTCOMES, SERIOUSNESS_CRITERIA } from './safety/adverse-event.js';
export { RELATIONSHIPS } from './safety/adverse-event-reported.js';
export { ELIGIBLE_ANSWERS } from './screening/eligibility-answers.js';
export { eligibilityConfirmation, screeningInForce } from './screening/screening-in-force.js';
export { signOffInForce } from './sign-off/sign-off-in-force.js';
export type { SignatureId } from './signing/meanings.js';
export { mayMean, mustBeSigned, signatureFor, type SignatureRequirement, SIGNATURES } from './signing/signatures.js';
export { supersedes } from './signing/superseded.js';
export { offTheDayOfTheHarvest } from './treatment/rules.js';
export { decideTrial } from './trial/decide-trial.js';
export type { PatientsSignedOff, TrialContext } from './trial/define-trial-event.js';
export type { TrialCommand } from './trial/trial-commands.js';
export { TRIAL_EVENTS, type TrialData, type TrialEvent } from './trial/trial-events.js';
export * from './trial/trial-state.js';
export { UNBLINDING_IMPACTS } from './unblinding/impact.js';
export { knowsArm } from './unblinding/knowledge.js';
export { UNBLINDING_KINDS, type UnblindingKind } from './unblinding/patient-unblinded.js';
