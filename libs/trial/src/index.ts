export type { ErratumOrder } from './errata/decide-errata.js';
export type { TrialErratumOrder } from './errata/decide-trial-errata.js';
export { hasErrata, recordWithErrata, trialWithErrata, withErrata } from './errata/with-errata.js';
export { Erratum } from './errata/erratum.js';
export { isAfterTheLock, lockedRecord, recordAtLock } from './lock/after-lock.js';
export { RecordedAfterLock } from './lock/recorded-after-lock.js';
export { treatedAt, unitStatementOf } from './lock/unit-statement.js';
export { EntryAnnulled } from './annulments/entry-annulled.js';
export { EnteredAgain } from './annulments/entered-again.js';
export { MAX_ANNULLED } from './annulments/annulment-requested.js';
export { openRequests } from './annulments/requests.js';
export { type ReasonCode, REASON_CODES } from './reason-code.js';
export { ANALYSES, type Analysis } from './analysis-plan/analyses.js';
export { patientEventOf } from './patient/patient-events.js';
export { BOARD_CHANGES, BOARD_RECOMMENDATIONS } from './board/board-recommended.js';
export { analysisPlanInForce } from './analysis-plan/plan-in-force.js';
export { baselineInForce, indexLimbOf, type Limb } from './baseline/baseline-in-force.js';
export { consentOn, isWithdrawnFrom, withdrawalInForce } from './consent/consent-in-force.js';
export { CONSENT_SCOPES, type ConsentScope } from './consent/scopes.js';
export {
  correctionOf,
  type CorrectionRequest,
  type CorrectionRules,
  decideCorrection,
  sameValue,
} from './correction.js';
export {
  type CorrectionEvent,
  correctionFields,
  correctionInWords,
  DataCorrected,
} from './corrections/data-corrected.js';
export { type DataQuery, queriesOf, QUERY_STATUSES, type QueryStatus } from './data-queries/queries-of.js';
export type { Decision, DecisionContext } from './decision.js';
export {
  type Adjudication,
  adjudicatedRecord,
  adjudicationsOf,
  type AdjudicationStanding,
  disagreements,
  judgementOf,
} from './adjudication/adjudications-of.js';
export { FOUND_KINDS } from './deviations/deviation.js';
export {
  comingDeviations,
  type Deviation,
  deviationsOf,
  deviationsOn,
  isExcludedFromPerProtocol,
} from './deviations/deviations-of.js';
export { REPORTED_KINDS } from './deviations/reported-kinds.js';
export { EDIT_CHECKS } from './edit-checks/edit-checks.js';
export { isLost } from './end-of-participation/loss.js';
export { definitionOf, EVENT_CATALOGUE, type EventType, FREE_TEXT_FIELDS, mayGiveAwayArm } from './event-catalogue.js';
export { contactFor, contactsOf, tellsOf } from './follow-up/contacts.js';
export { endpointDate, randomizationDate, timeZero } from './follow-up/time-zero.js';
export { adverseEventsOf } from './safety/adverse-events-of.js';
export { endpointWindow, type VisitWindow, visitWindows, windowsFrom } from './follow-up/visit-windows.js';
export { type AlertClock, alertClocks } from './microbiology/alerts.js';
export {
  FORMER_ORGANISM_FIELDS,
  organismFields,
  organismInWords,
  susceptibilityInWords,
  testedTwice,
} from './microbiology/organisms.js';
export * from './patient/chart.js';
export { COURSE_RULES } from './patient/course-rules.js';
export { at as refusedAt, correctedTwice, type CorrectionsRequest } from './corrections/decide-corrections.js';
export { decidePatient } from './patient/decide-patient.js';
export type { PatientContext } from './patient/define-patient-event.js';
export { evolveTrial } from './trial/evolve-trial.js';
export { evolvePatient } from './patient/evolve-patient.js';
export { daysLate, happened, happenedOn, isLate, recordedDaysAfter, named as namedEntry } from './patient/happened.js';
export type {
  AnyPatientCommand,
  CorrectPatientData,
  PatientCommand,
  PatientCommandType,
} from './patient/patient-commands.js';
export { dayAt, type TimeZones, timeZoneOf, zoneAt, zonesOf } from './patient/time-zone.js';
export { PATIENT_EVENTS, type PatientEvent } from './patient/patient-events.js';
export {
  type MajorAmputation,
  majorAmputations,
  PATIENT_STATUSES,
  type PatientStatus,
  statusOf,
} from './patient/status.js';
export { type GivenUp, givenUp, pendingRequest, type PendingRequest } from './pending-request.js';
export { decideRedaction, type RedactionRequest, type TextFound } from './redaction.js';
export {
  REDACTION_REASONS,
  type RedactionEvent,
  redactionFields,
  redactionInWords,
  TextRedacted,
} from './redactions/text-redacted.js';
export { decideTextReview, type TextReview, type TextReviewed } from './texts/review-text.js';
export { TextFlagged } from './texts/text-flagged.js';
export { TextReleased } from './texts/text-released.js';
export { type Refusal, type RefusalCode, REFUSALS, refusal } from './refusal.js';
export { ELIGIBLE_ANSWERS } from './screening/eligibility-answers.js';
export { eligibilityConfirmation, screeningInForce } from './screening/screening-in-force.js';
export { codingOf, type Dictionary } from './safety/codings.js';
export { type SafetyCase, safetyCasesOf } from './safety/safety-case.js';
export {
  GRAVE_DAYS,
  MORE_DAYS,
  OTHER_DAYS,
  SITE_HOURS,
  isCaseReportable,
  lastDayOf,
  type SafetyClock,
  SAFETY_CLOCKS,
  type SafetyClockKind,
  safetyClocksOf,
} from './safety/safety-clocks.js';
export { hasEnded } from './sign-off/conditions.js';
export { signOffInForce } from './sign-off/sign-off-in-force.js';
export type { SignatureId } from './signing/meanings.js';
export { mayMean, mustBeSigned, signatureFor, SIGNATURES } from './signing/signatures.js';
export { eventChangedBy } from './type-changed.js';
export type { Entries, ErratumEntry } from './entry.js';
export { supersedes } from './signing/superseded.js';
export { harvestOf, latestHarvest, numberOf } from './treatment/harvests.js';
export { offTheDayOfTheHarvest } from './treatment/rules.js';
export { samePersonAs } from './transfer/same-person-conditions.js';
export { currentSite, siteOn, type Stay, staysOf } from './transfer/stays.js';
export { decideTrial } from './trial/decide-trial.js';
export type { PatientsSignedOff } from './trial/define-trial-event.js';
export type { TrialCommand, TrialCommandType } from './trial/trial-commands.js';
export { TRIAL_EVENTS, type TrialData, type TrialEvent } from './trial/trial-events.js';
export * from './trial/trial-state.js';
export {
  type VerificationCounts,
  verificationCounts,
  verificationOf,
  VERIFICATION_STATUSES,
} from './verification/verification-of.js';
export { type FieldVerification } from './verification/verification-of.js';
export { versionInForce } from './trial/versions.js';
export { cardStrata } from './cards/card-conditions.js';
export { randomizedAtOf } from './randomization/randomized-at.js';
export { UNBLINDING_IMPACTS } from './unblinding/impact.js';
export { type JudgementKind } from './unblinding/judgement-sealed.js';
export { knowsArm } from './unblinding/knowledge.js';
export { dependsOnPlannedUnblindings } from './unblinding/planned.js';
export { type UnblindingKind } from './unblinding/patient-unblinded.js';
