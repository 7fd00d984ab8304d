import { type PatientRecord, SCRIPT_IN_R, statisticalReport } from '@bali/analysis';
import { hasErrata, type PatientState, withErrata } from '@bali/trial';
import { analysisLines, groupsOf } from './analysis-lines.js';
import type { ExportFormat, ExportSource } from '../formats/format.js';
import type { Subject } from '../model/subject.js';

/** Every figure of the statistical report, with what it was computed from, and the same as errata say that it should have been. */
function* figures(source: ExportSource): Generator<string> {
  const { trial, asOf, arms, materials } = source.context;
  const subjects = [...source.subjects()];
  const cells = new Map(subjects.map((subject) => [subject.patient, subject.cells]));
  const byArm = {
    ...(arms && { groupOf: groupsOf(source.context) }),
    ...(materials && { cellsOf: (patient: string) => cells.get(patient) }),
  };
  const report = (counted: (subject: Subject) => PatientState) => {
    const patients = subjects.map((subject): PatientRecord => {
      const { patient, timeZone } = subject;
      return { patient, timeZone, state: counted(subject) };
    });
    return statisticalReport({ trial, asOf, patients, ...byArm });
  };
  const locked = report(({ analysed }) => analysed);
  const isCorrected = subjects.some(({ state }) => hasErrata(state));
  const corrected = isCorrected ? { withErrata: report(({ state }) => withErrata(state, trial)) } : {};
  yield `${JSON.stringify({ study: source.study, report: locked, ...corrected }, null, 1)}\n`;
}

/** The statistical report as figures, the analysis table, and the script in R that makes the figures again from it. */
export const ANALYSIS: ExportFormat = {
  ...{ title: 'analysis.json, with the analysis table and the script in R', tellsOutcomes: true },
  files: (source) => [
    { path: 'analysis.json', content: () => figures(source) },
    { path: 'analysis.csv', content: () => analysisLines(source) },
    { path: 'figures.R', content: () => [SCRIPT_IN_R] },
  ],
};
