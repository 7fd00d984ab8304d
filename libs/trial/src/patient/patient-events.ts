import type { EventOf } from '@bali/schema';
import { EndpointAdjudicated } from '../adjudication/endpoint-adjudicated.js';
import { AnnulmentDeclined } from '../annulments/annulment-declined.js';
import { AnnulmentRequested } from '../annulments/annulment-requested.js';
import { BaselineAssessed } from '../baseline/baseline-assessed.js';
import { ConcomitantTreatmentChanged } from '../concomitant/concomitant-treatment-changed.js';
import { ConcomitantTreatmentRecorded } from '../concomitant/concomitant-treatment-recorded.js';
import { DiagnosisRecorded } from '../concomitant/diagnosis-recorded.js';
import { ConsentGiven } from '../consent/consent-given.js';
import { ConsentRenewed } from '../consent/consent-renewed.js';
import { ConsentWithdrawn } from '../consent/consent-withdrawn.js';
import { QueryAnswered } from '../data-queries/query-answered.js';
import { QueryClosed } from '../data-queries/query-closed.js';
import { QueryRaised } from '../data-queries/query-raised.js';
import { QueryReopened } from '../data-queries/query-reopened.js';
import { ErratumAcknowledged } from '../errata/erratum-acknowledged.js';
import { DeviationAssessed } from '../deviations/deviation-assessed.js';
import { DeviationReported } from '../deviations/deviation-reported.js';
import { Died } from '../end-of-participation/died.js';
import { FollowUpCompleted } from '../end-of-participation/follow-up-completed.js';
import { LostToFollowUp } from '../end-of-participation/lost-to-follow-up.js';
import { Amputated } from '../follow-up/amputated.js';
import { ContactMade } from '../follow-up/contact-made.js';
import { FollowUpAssessed } from '../follow-up/follow-up-assessed.js';
import { Revascularized } from '../follow-up/revascularized.js';
import { VisitMissed } from '../follow-up/visit-missed.js';
import { MicrobiologyAlertAcknowledged } from '../microbiology/microbiology-alert-acknowledged.js';
import { MicrobiologyAlert } from '../microbiology/microbiology-alert.js';
import { Randomized } from '../randomization/randomized.js';
import { AdverseEventAssessed } from '../safety/adverse-event-assessed.js';
import { AdverseEventFollowedUp } from '../safety/adverse-event-followed-up.js';
import { AdverseEventReported } from '../safety/adverse-event-reported.js';
import { CaseClosed } from '../safety/case-closed.js';
import { Coded } from '../safety/coded.js';
import { HandedToUnblindedSafety } from '../safety/handed-to-unblinded-safety.js';
import { EligibilityConfirmed } from '../screening/eligibility-confirmed.js';
import { PatientScreened } from '../screening/patient-screened.js';
import { PatientSignedOff } from '../sign-off/patient-signed-off.js';
import { Harvested } from '../treatment/harvested.js';
import { ImplantationNotDone } from '../treatment/implantation-not-done.js';
import { Implanted } from '../treatment/implanted.js';
import { ProductReleased } from '../treatment/product-released.js';
import { ReleaseWithdrawn } from '../treatment/release-withdrawn.js';
import { JudgementSealed } from '../unblinding/judgement-sealed.js';
import { PatientUnblinded } from '../unblinding/patient-unblinded.js';
import { UnblindingImpactAssessed } from '../unblinding/unblinding-impact-assessed.js';
import { PatientTransferred } from '../transfer/patient-transferred.js';
import { SamePerson } from '../transfer/same-person.js';
import { SourceDataVerified } from '../verification/source-data-verified.js';
import type { PatientEventDefinition } from './define-patient-event.js';

/** What happens to one patient, in the order of the protocol: a stream of its own. */
export const PATIENT_EVENTS = {
  ConsentGiven,
  PatientScreened,
  BaselineAssessed,
  EligibilityConfirmed,
  Randomized,
  Harvested,
  ProductReleased,
  ReleaseWithdrawn,
  Implanted,
  ImplantationNotDone,
  MicrobiologyAlert,
  MicrobiologyAlertAcknowledged,
  FollowUpAssessed,
  ContactMade,
  VisitMissed,
  Amputated,
  Revascularized,
  AdverseEventReported,
  AdverseEventFollowedUp,
  AdverseEventAssessed,
  HandedToUnblindedSafety,
  CaseClosed,
  Coded,
  DiagnosisRecorded,
  ConcomitantTreatmentRecorded,
  ConcomitantTreatmentChanged,
  PatientTransferred,
  SamePerson,
  ConsentRenewed,
  ConsentWithdrawn,
  LostToFollowUp,
  FollowUpCompleted,
  Died,
  PatientSignedOff,
  PatientUnblinded,
  UnblindingImpactAssessed,
  JudgementSealed,
  AnnulmentRequested,
  AnnulmentDeclined,
  QueryRaised,
  QueryAnswered,
  QueryClosed,
  QueryReopened,
  SourceDataVerified,
  ErratumAcknowledged,
  DeviationReported,
  DeviationAssessed,
  EndpointAdjudicated,
} as const;

export type PatientEvent = EventOf<(typeof PATIENT_EVENTS)[keyof typeof PATIENT_EVENTS]>;

/** The definition of an event of a patient, or `undefined` for what is no such event. */
export function patientEventOf(type: string): PatientEventDefinition | undefined {
  return Object.hasOwn(PATIENT_EVENTS, type) ? PATIENT_EVENTS[type as PatientEvent['type']] : undefined;
}
