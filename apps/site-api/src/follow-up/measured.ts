import { Problem, PROBLEMS } from '@bali/http';
import type { PatientData } from '@bali/trial';
import type { FollowUpVisitDto } from './follow-up.dto.js';

const MEASUREMENT_FIELDS = ['restPain', 'ulcers', 'ankleBrachialIndex', 'tcPO2', 'toePressure'] as const;

/** A visit whose measurements each have a value or say why they were not done, never both and never neither. */
export function measured(visit: Omit<FollowUpVisitDto, 'reason'>): PatientData<'FollowUpAssessed'> {
  const errors = MEASUREMENT_FIELDS.filter((field) => {
    const measurement = visit[field];
    return measurement !== undefined && (measurement.value === undefined) === (measurement.notDone === undefined);
  }).map((field) => ({
    field: `/${field}`,
    rule: 'value-or-not-done',
    message: 'must have either a value or the reason why it was not done',
  }));
  if (errors.length > 0) throw new Problem(PROBLEMS['invalid-input'], { errors });
  return visit as PatientData<'FollowUpAssessed'>;
}
