import { describe, expect, it } from '@jest/globals';
import type { PatientOutcome } from '../outcomes/patient-outcome.js';
import type { TimeToEvent } from '../outcomes/time-to-event.js';
import { cellsAnalyses } from './cells-analysis.js';
import { censoredAtCells, type CellsOfPatient, treatedWith, wasGivenOther } from './cells-of-patient.js';

const ENDPOINT: TimeToEvent = {
  ...{ time: 60, end: 'amputation', on: '2026-05-01', precision: 'day', records: ['amputation'] },
};
const OUTCOME = {
  ...{ timeZero: '2026-03-02', endpoint: ENDPOINT, isWindowClosed: true, isEvaluable: true },
} as PatientOutcome;
const usedOn = (...days: readonly string[]): CellsOfPatient => ({ readings: {}, usedOn: days });

describe('[ICH-E9] as if nobody had been given kept cells before 6 months', () => {
  it('the observation ends on the day on which they were used, unless there was an event before or on that day', () => {
    expect(censoredAtCells(OUTCOME, undefined)).toBe(ENDPOINT);
    expect(censoredAtCells(OUTCOME, usedOn())).toBe(ENDPOINT);
    expect(censoredAtCells(OUTCOME, usedOn('2026-05-01'))).toBe(ENDPOINT);
    expect(censoredAtCells(OUTCOME, usedOn('2026-10-01'))).toBe(ENDPOINT);
    expect(censoredAtCells(OUTCOME, usedOn('2026-04-20', '2026-04-01'))).toMatchObject({
      ...{ time: 30, end: 'censored', on: '2026-04-01' },
    });
  });
});

describe('what a patient was really treated with', () => {
  it('is what was in the syringe; where that is not known, the arm; where nothing was implanted, nothing', () => {
    const cells: CellsOfPatient = { readings: {}, usedOn: [], given: 'cells' };
    expect([treatedWith('placebo', true, cells), treatedWith('placebo', true, undefined)]).toEqual([
      'cells',
      'placebo',
    ]);
    expect(treatedWith('placebo', false, cells)).toBe('nothing implanted');
    expect([wasGivenOther('placebo', cells), wasGivenOther('cells', cells)]).toEqual([true, false]);
    expect(wasGivenOther('placebo', usedOn())).toBe(false);
  });
});

describe('the cells against the endpoint', () => {
  const patient = (group: string, dose: number | undefined, end: TimeToEvent['end'], isWindowClosed = true) => ({
    ...{ group, outcome: { ...OUTCOME, isWindowClosed, endpoint: { ...ENDPOINT, end } } },
    cells: dose === undefined ? undefined : { readings: { dose }, usedOn: [] },
  });

  it('are summarized by arm, with and without it, of the evaluable whose window has closed', () => {
    const [dose] = cellsAnalyses([
      patient('cells', 100, 'amputation'),
      patient('cells', 200, 'censored'),
      patient('cells', 400, 'censored'),
      patient('cells', 900, 'death', false),
      patient('placebo', undefined, 'death'),
    ]);
    const [cells, placebo] = dose?.groups ?? [];
    expect([cells?.summary.n, cells?.withEndpoint.mean, cells?.withoutEndpoint.mean]).toEqual([4, 100, 300]);
    // wilcox.test(100, c(200, 400), exact = FALSE, correct = TRUE)
    expect(cells?.p).toBeCloseTo(0.540291374607, 9);
    expect([placebo?.summary.n, placebo?.summary.mean, placebo?.p]).toEqual([
      0,
      { notEstimable: 'no-patients' },
      { notEstimable: 'no-patients' },
    ]);
  });
});
