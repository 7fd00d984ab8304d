import {
  type CorrectPatientData,
  decidePatient,
  type Decision,
  type PatientCommand,
  type PatientContext,
  type PatientState,
  TRIAL_STREAM,
} from '@bali/trial';
import type { Resources } from '../resources.js';

export type AnyPatientCommand = PatientCommand | CorrectPatientData;

/** A decision about a patient with the facts of the trial as they are now. */
export async function decideOnPatient(
  { trials }: Pick<Resources, 'trials'>,
  command: AnyPatientCommand,
  state: PatientState,
  context: Omit<PatientContext, 'trial'>,
): Promise<Decision> {
  const { state: trial } = await trials.load(TRIAL_STREAM);
  return decidePatient(command, state, { ...context, trial });
}
