import { all, type PatientState } from '../patient/chart.js';
import { type Refusal, refusal } from '../refusal.js';

/** Whether somebody was told the patient's arm. */
export function knowsArm(state: PatientState, userId: string): boolean {
  return all(state, 'PatientUnblinded').some(({ data }) => data.shownTo === userId);
}

/** Whoever knows the arm would see the patient with other eyes. */
export function assessorUnblinded(state: PatientState, { by }: { readonly by?: string }): Refusal | undefined {
  if (by === undefined || !knowsArm(state, by)) return undefined;
  return refusal('assessor-unblinded', 'Whoever was told the arm of this patient no longer assesses the patient.');
}
