export { excludedByUnit, type UnitDeviationsBeside } from './report/unit-deviations-beside.js';
export { type JudgementBeside, judgementsBeside } from './report/judgements-beside.js';
export { aalenJohansen } from './statistics/aalen-johansen.js';
export { type Estimate, isEstimable, notEstimable, type WithInterval } from './statistics/estimate.js';
export { atRiskAt, kaplanMeier, survivalAt } from './statistics/kaplan-meier.js';
export { logRank } from './statistics/log-rank.js';
export { conditionalOddsRatio, fisherExact, oddsRatio } from './statistics/odds-ratio.js';
export { type Count, differenceOfProportions, proportion } from './statistics/proportions.js';
export { restrictedMean } from './statistics/restricted-mean.js';
export { summaryOf } from './statistics/summary.js';
export type { Observation } from './statistics/survival.js';
export { rankSum } from './statistics/wilcoxon.js';
export { analysisTable } from './document/analysis-table.js';
export { reportDocument, type ReportSource } from './document/report-document.js';
export { SCRIPT_IN_R } from './document/script-in-r.js';
export type { PatientRecord } from './report/patient-record.js';
export {
  POOLED,
  type ReportInput,
  reportInSteps,
  type StatisticalReport,
  statisticalReport,
} from './report/statistical-report.js';
export type { PatientOutcome } from './outcomes/patient-outcome.js';
export { proportionAnalysis } from './report/proportion-analysis.js';
export { survivalAnalysis } from './report/survival-analysis.js';
export { percentWithInterval, pValue, table as reportTable } from './document/figures.js';
export type { GroupSurvival } from './report/survival-analysis.js';
export { dated } from './outcomes/dated.js';
export { SENSITIVITIES } from './outcomes/definitions.js';
export { patientOutcome } from './outcomes/patient-outcome.js';
export type { TimeToEvent } from './outcomes/time-to-event.js';
export { atBaseline, atSixMonths, MEASURES, type Reading } from './measures/measures.js';
export { type Enrolment, flowChart } from './document/flow-chart.js';
export { accrualChart } from './document/accrual-chart.js';
export { type CellsOfPatient, wasGivenOther } from './cells/cells-of-patient.js';
