import type { PatientCondition, PatientContext } from '../patient/define-patient-event.js';
import { type Refusal, refusal } from '../refusal.js';
import { isUnblinded } from '../trial/trial-state.js';

/** The events in which patients are judged, or chosen. */
const JUDGING: ReadonlySet<string> = new Set([
  'EligibilityConfirmed',
  'BaselineAssessed',
  'Randomized',
  'FollowUpAssessed',
]);

/** The commands of which it has to be known whether whoever gives them was told an arm as planned. */
const ASKED_OF: ReadonlySet<string> = new Set([
  ...['ConfirmEligibility', 'AssessBaseline', 'RandomizePatient', 'AssessFollowUp', 'RecordContact'],
  'CorrectPatientData',
]);

export function dependsOnPlannedUnblindings({ type }: { readonly type: string }): boolean {
  return ASKED_OF.has(type);
}

/**
 * Until the trial is unblinded, whoever was told one patient's arm as planned judges no patient any more: one arm that is known
 * tells something of its neighbours in the list.
 */
export const toldNoArmAsPlanned: PatientCondition = {
  says: 'nobody records it who was told the arm of any patient as planned, before the unblinding of the trial',
  refuses: (_, context) => refusedAsPlanned(context),
};

export function refusedAsPlanned({ unblindedAsPlanned, trial }: PatientContext): Refusal | undefined {
  if (unblindedAsPlanned !== true || isUnblinded(trial)) return undefined;
  return refusal(
    'unblinded-as-planned',
    "You were told a patient's arm as planned. Until the trial is unblinded, another investigator of your site confirms who is " +
      'eligible, randomizes and assesses; an administrator can delegate that to one.',
  );
}

/** The same of a correction of what such a person may not record. */
export function correctionRefusedAsPlanned(type: string, context: PatientContext): Refusal | undefined {
  return JUDGING.has(type) ? refusedAsPlanned(context) : undefined;
}
