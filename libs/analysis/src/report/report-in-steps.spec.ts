import { patientHistory, patientStateOf, trialHistory, trialStateOf } from '@bali/trial/testing';
import { expect, it } from '@jest/globals';
import type { PatientOutcome } from '../outcomes/patient-outcome.js';
import { type ReportInput, reportInSteps, statisticalReport } from './statistical-report.js';

const PATIENTS = 40;

/** Counts how often the report is put down before it looks at the next patient. */
function stepsOf(input: ReportInput): { readonly outcomes: readonly PatientOutcome[]; readonly steps: number } {
  const report = reportInSteps(input);
  for (let steps = 1; ; steps += 1) {
    const step = report.next();
    if (step.done === true) {
      expect(step.value).toEqual(statisticalReport(input));
      return { outcomes: step.value.outcomes, steps };
    }
  }
}

it('the report is made in steps of one patient or one table, so that nobody waits for the whole of it', () => {
  const state = patientStateOf(patientHistory({ until: 'completed' }));
  const patients = Array.from({ length: PATIENTS }, (_, place) => ({
    ...{ patient: `REI-${String(place + 1).padStart(3, '0')}`, state, timeZone: 'Europe/Paris' },
  }));
  const input = { trial: trialStateOf(trialHistory()), asOf: '2027-01-01', patients };
  const few = stepsOf({ ...input, patients: patients.slice(0, 1) });
  const many = stepsOf(input);
  expect(many.outcomes).toHaveLength(PATIENTS);
  // Outcome, window and deviations of each patient are steps of their own.
  expect(many.steps - few.steps).toBe(3 * (PATIENTS - 1));
});
