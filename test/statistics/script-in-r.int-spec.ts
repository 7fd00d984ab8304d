import { onlyWith, program } from '@bali/event-store/testing';
import { analysisTable, type PatientOutcome, proportionAnalysis, SCRIPT_IN_R, survivalAnalysis } from '@bali/analysis';
import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENTS = 60;
const groupOf = (patient: string): string => (Number(patient.slice(4)) % 2 === 0 ? 'cells' : 'placebo');

/** A patient whose course follows from the number alone: some amputated, some dead, some lost, most followed to the end. */
function outcomeOf(number: number): PatientOutcome {
  const patient = `REI-${String(number + 1).padStart(3, '0')}`;
  const end = number % 5 === 0 ? 'amputation' : number % 7 === 0 ? 'death' : 'censored';
  const time = end === 'censored' && number % 3 !== 0 ? 184 : (number * 37) % 180;
  const about = { on: '2026-06-01', precision: 'day', records: [`record-${number}`] } as const;
  return {
    ...{ patient, site: 'REI', stratum: 'ALL', sex: number % 2 === 0 ? 'female' : 'male', age: 60 + (number % 20) },
    ...{
      indexLimb: 'left',
      randomizedOn: '2026-03-01',
      includedOn: '2026-03-01',
      timeZero: '2026-03-03',
      sixMonthsOn: '2026-09-03',
    },
    ...{ hasTimeZeroOfImplantation: true, isWindowClosed: true, isEvaluable: end !== 'censored' || time === 184 },
    populations: { intentionToTreat: true, safety: true, implanted: true, perProtocol: true },
    endpoint: { time, end, ...about },
    death: { time: end === 'death' ? time : 184, end: end === 'death' ? 'death' : 'censored', ...about },
    sensitivities: {},
  };
}

const OUTCOMES = Array.from({ length: PATIENTS }, (_, number) => outcomeOf(number));

/** What the script printed, by name and group. */
function printedBy(folder: string): ReadonlyMap<string, number> {
  const { status, stdout, stderr } = spawnSync('Rscript', ['figures.R'], { cwd: folder, encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
  return new Map(
    stdout
      .trim()
      .split('\n')
      .map((line) => line.split(','))
      .map(([name = '', group = '', value]) => [`${name} ${group}`, Number(value)]),
  );
}

const R = program(
  'there is no R with its package survival (Debian: r-cran-survival), so the script of the report is not run',
  'Rscript',
  '-e',
  'library(survival)',
);

describe('the script in R that goes with a report', () => {
  onlyWith(it, R)('makes the figures of the report again from the analysis table', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bali-figures-'));
    writeFileSync(join(folder, 'analysis.csv'), analysisTable(OUTCOMES, groupOf));
    writeFileSync(join(folder, 'figures.R'), SCRIPT_IN_R);
    const printed = printedBy(folder);
    rmSync(folder, { recursive: true });
    const analysed = OUTCOMES.map((outcome) => ({
      group: groupOf(outcome.patient),
      stratum: outcome.stratum,
      outcome,
    }));
    for (const [name, of] of [
      ['primary', 'endpoint'],
      ['mortality', 'death'],
    ] as const) {
      const { groups, logRank } = survivalAnalysis(analysed.map((one) => ({ ...one, outcome: one.outcome[of] })));
      for (const { group, atSixMonths, restrictedMean } of groups) {
        expect(printed.get(`${name}.survival ${group}`)).toBeCloseTo(Number(atSixMonths.estimate), 9);
        expect(printed.get(`${name}.lower ${group}`)).toBeCloseTo(Number(atSixMonths.lower), 9);
        expect(printed.get(`${name}.upper ${group}`)).toBeCloseTo(Number(atSixMonths.upper), 9);
        expect(printed.get(`${name}.restricted-mean ${group}`)).toBeCloseTo(Number(restrictedMean.mean), 8);
      }
      expect(printed.get(`${name}.log-rank.p both`)).toBeCloseTo(Number(logRank.p), 9);
    }
    for (const kind of ['endpoint', 'amputation', 'death'] as const) {
      const { groups, comparison } = proportionAnalysis(analysed, kind);
      for (const { group, ...found } of groups) {
        for (const figure of ['events', 'patients', 'lower', 'upper'] as const) {
          expect(printed.get(`proportion.${kind}.${figure} ${group}`)).toBeCloseTo(Number(found[figure]), 9);
        }
      }
      const { estimate, lower, upper } = comparison?.difference ?? {};
      const said = ['', '.lower', '.upper'].map((limit) => printed.get(`proportion.${kind}.difference${limit} both`));
      for (const [place, value] of [estimate, lower, upper].entries())
        expect(said[place]).toBeCloseTo(Number(value), 9);
      expect(printed.get(`proportion.${kind}.fisher.p both`)).toBeCloseTo(Number(comparison?.p), 9);
    }
  });
});
