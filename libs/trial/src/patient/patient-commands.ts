import type { CorrectionRequest } from '../correction.js';
import type { PatientEvent } from '../events/patient-events.js';
import type { PatientData } from './patient-state.js';

/** What can be asked for about one patient: in the imperative, with what is entered and nothing that is computed. */
export type PatientCommand =
  | { readonly type: 'GiveConsent'; readonly data: PatientData<'ConsentGiven'> }
  | { readonly type: 'ScreenPatient'; readonly data: Pick<PatientData<'PatientScreened'>, 'screenedOn' | 'answers'> }
  | { readonly type: 'ConfirmEligibility'; readonly data: NothingEntered }
  /** The slot is taken from the list before: chance is handed in. */
  | { readonly type: 'RandomizePatient'; readonly data: PatientData<'Randomized'> }
  | { readonly type: 'RecordHarvest'; readonly data: PatientData<'Harvested'> }
  | { readonly type: 'ReleaseProduct'; readonly data: PatientData<'ProductReleased'> }
  | { readonly type: 'RecordImplantation'; readonly data: PatientData<'Implanted'> }
  | { readonly type: 'AssessFollowUp'; readonly data: PatientData<'FollowUpAssessed'> }
  | { readonly type: 'RecordAmputation'; readonly data: PatientData<'Amputated'> }
  | { readonly type: 'RecordRevascularization'; readonly data: PatientData<'Revascularized'> }
  | { readonly type: 'ReportAdverseEvent'; readonly data: Omit<PatientData<'AdverseEventReported'>, 'number'> }
  | { readonly type: 'FollowUpAdverseEvent'; readonly data: PatientData<'AdverseEventFollowedUp'> }
  | { readonly type: 'WithdrawConsent'; readonly data: PatientData<'ConsentWithdrawn'> }
  | { readonly type: 'RecordLossToFollowUp'; readonly data: PatientData<'LostToFollowUp'> }
  | { readonly type: 'CompleteFollowUp'; readonly data: PatientData<'FollowUpCompleted'> }
  | { readonly type: 'RecordDeath'; readonly data: PatientData<'Died'> }
  | { readonly type: 'SignOffPatient'; readonly data: NothingEntered }
  | { readonly type: 'UnblindPatient'; readonly data: PatientData<'PatientUnblinded'> }
  | { readonly type: 'AssessUnblinding'; readonly data: PatientData<'UnblindingImpactAssessed'> };

/** Of a command whose event holds only what is computed. */
export type NothingEntered = Readonly<Record<string, never>>;

export interface CorrectPatientData {
  readonly type: 'CorrectPatientData';
  readonly data: CorrectionRequest;
}

/** Commands whose event holds just what was entered. */
export const RECORDED_AS_ENTERED = {
  GiveConsent: 'ConsentGiven',
  RandomizePatient: 'Randomized',
  RecordHarvest: 'Harvested',
  ReleaseProduct: 'ProductReleased',
  RecordImplantation: 'Implanted',
  AssessFollowUp: 'FollowUpAssessed',
  RecordAmputation: 'Amputated',
  RecordRevascularization: 'Revascularized',
  FollowUpAdverseEvent: 'AdverseEventFollowedUp',
  WithdrawConsent: 'ConsentWithdrawn',
  RecordLossToFollowUp: 'LostToFollowUp',
  CompleteFollowUp: 'FollowUpCompleted',
  RecordDeath: 'Died',
  UnblindPatient: 'PatientUnblinded',
  AssessUnblinding: 'UnblindingImpactAssessed',
} as const satisfies Partial<Record<PatientCommand['type'], PatientEvent['type']>>;
