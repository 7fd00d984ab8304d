export {
  type Correctable,
  correctionOf,
  type CorrectionRequest,
  type CorrectionRules,
  decideCorrection,
  sameValue,
} from './correction.js';
export type { Decision, DecisionContext } from './decision.js';
export type { Entry, EntryOf } from './entry.js';
export { ADVERSE_EVENT_OUTCOMES, RELATIONSHIPS, SERIOUSNESS_CRITERIA } from './events/adverse-event-events.js';
export { REDACTION_EVENTS, redactionData, REDACTION_REASONS, type RedactionEvent } from './events/redaction-events.js';
export { decideRedaction, type RedactionRequest, type TextFound } from './redaction.js';
export { CORRECTION_EVENTS, type CorrectionEvent } from './events/correction-events.js';
export { definitionOf, EVENT_CATALOGUE, FREE_TEXT_FIELDS, type EventType } from './events/event-catalogue.js';
export {
  AMPUTATION_INDICATIONS,
  CAUSES_OF_DEATH,
  NOT_DONE_REASONS,
  PATIENT_EVENTS,
  type PatientEvent,
  REVASCULARIZATION_PROCEDURES,
} from './events/patient-events.js';
export { type GivenUp, givenUp, pendingRequest, type PendingRequest } from './events/pending-request.js';
export { TRIAL_EVENTS, type TrialEvent } from './events/trial-events.js';
export { UNBLINDING_IMPACTS, UNBLINDING_KINDS, type UnblindingKind } from './events/unblinding-events.js';
export * from './patient/decide-patient.js';
export * from './patient/patient-commands.js';
export * from './patient/patient-state.js';
export { type PatientContext, refusedRandomization } from './patient/preconditions.js';
export { type Refusal, type RefusalCode, REFUSALS, refusal } from './refusal.js';
export {
  mustBeSigned,
  signatureFor,
  type SignatureId,
  type SignatureRequirement,
  SIGNATURES,
} from './signing/signatures.js';
export { supersedes } from './signing/superseded.js';
export * from './trial/decide-trial.js';
export * from './trial/trial-state.js';
