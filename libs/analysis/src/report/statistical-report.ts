import type { CalendarDate } from '@bali/protocol';
import {
  type Deviation,
  deviationsOn,
  endpointWindow,
  entriesOfType,
  type TrialData,
  type TrialState,
  windowsFrom,
} from '@bali/trial';
import { type CellsAnalysis, cellsAnalyses } from '../cells/cells-analysis.js';
import { censoredAtCells, type CellsOfPatient, treatedWith, wasGivenOther } from '../cells/cells-of-patient.js';
import { type MeasureAnalysis, measureAnalysis } from '../measures/change-from-baseline.js';
import { atBaseline, atSixMonths, type Measure, MEASURES } from '../measures/measures.js';
import { CELLS_CENSORED, SENSITIVITIES } from '../outcomes/definitions.js';
import { type PatientOutcome, patientOutcome, type Populations } from '../outcomes/patient-outcome.js';
import type { TimeToEvent } from '../outcomes/time-to-event.js';
import type { WithInterval } from '../statistics/estimate.js';
import { adjudicationSummary, type AdjudicationSummary } from './adjudication-summary.js';
import { type AnalysedPatient, groupsOf } from './analysed-patient.js';
import { planned, type Planned } from './analysis-plan.js';
import { type BaselineRow, baselineTable } from './baseline-table.js';
import { type GroupFlow, groupFlows } from './group-flow.js';
import { MISSING_OUTCOMES, withMissing } from './missing-outcomes.js';
import type { PatientRecord } from './patient-record.js';
import { type ProportionAnalysis, proportionAnalysis } from './proportion-analysis.js';
import {
  type DeviationRow,
  deviationTable,
  type StruckRow,
  struckTable,
  type SystemRow,
  systemTable,
} from './record-tables.js';
import { type SafetyRow, safetyTable } from './safety-table.js';
import { incidenceAtSixMonths, type SurvivalAnalysis, survivalAnalysis } from './survival-analysis.js';

/** The one group of a pooled report. */
export const POOLED = 'all patients';

export interface ReportInput {
  readonly trial: TrialState;
  readonly patients: readonly PatientRecord[];
  /** The day of the position up to which everything is known. */
  readonly asOf: CalendarDate;
  /** The group that a randomized patient is in; absent: everybody is pooled. */
  readonly groupOf?: (patient: string) => string;
  /** What the cell therapy unit recorded, for whoever may know it once the trial is unblinded; absent: it is sealed. */
  readonly cellsOf?: (patient: string) => CellsOfPatient | undefined;
  /** The patients whom a deviation of the cell therapy unit excludes from the per-protocol population; absent: it is sealed. */
  readonly excludedByUnit?: ReadonlySet<string>;
}

/** All results, as of one day. Nothing in it depends on an arm unless groups are arms. */
export interface StatisticalReport extends Planned {
  readonly asOf: CalendarDate;
  readonly groups: readonly string[];
  /** The way of each group through the trial. */
  readonly groupFlow: readonly GroupFlow[];
  readonly populations: readonly ({ readonly group: string } & Readonly<Record<keyof Populations, number>>)[];
  readonly baseline: readonly BaselineRow[];
  /** Survival without major amputation of the index limb, from time zero. */
  readonly primary: SurvivalAnalysis;
  readonly amputationAtSixMonths: readonly ({ readonly group: string } & WithInterval)[];
  readonly mortality: SurvivalAnalysis;
  readonly proportions: Readonly<Record<'endpoint' | 'amputation' | 'death', ProportionAnalysis>>;
  readonly sensitivities: Readonly<Record<string, SurvivalAnalysis>>;
  readonly perProtocol: SurvivalAnalysis;
  readonly secondary: readonly MeasureAnalysis[];
  /** Each measure of the cells, and against the endpoint. Absent: what the unit recorded is sealed. */
  readonly cells?: readonly CellsAnalysis[];
  /** By what was really implanted, where groups are arms. */
  readonly safety: readonly SafetyRow[];
  /** Adverse events of the safety population by body system, as they were coded. */
  readonly bySystem: readonly SystemRow[];
  /** Deviations of the randomized, found or reported. */
  readonly deviations: readonly DeviationRow[];
  /** How amputations and deaths were judged, and where that is another than what the sites recorded. */
  readonly adjudication: AdjudicationSummary;
  /** Entries that were annulled: they count nowhere above. */
  readonly struckEntries: number;
  readonly struck: readonly StruckRow[];
  readonly outcomes: readonly PatientOutcome[];
  /** What the data monitoring board recommended, as of which event: each rests on a look at results by arm, which counts in the analysis. */
  readonly boardMeetings: readonly TrialData<'BoardRecommended'>[];
}

/** All at once, for whoever keeps nobody waiting. */
export function statisticalReport(input: ReportInput): StatisticalReport {
  const steps = reportInSteps(input);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The report in small steps, of a patient or of a table, so that a server can answer others in between. */
export function* reportInSteps(input: ReportInput): Generator<undefined, StatisticalReport> {
  const { trial, patients, asOf } = input;
  const analysed = yield* analysedPatients(input);
  const curves = yield* survivalCurves(input, analysed);
  const tables = yield* tablesOf(analysed, trial, asOf);
  const [safe, ends] = [
    analysed
      .filter(({ outcome }) => outcome.populations.safety)
      .map((patient) => ({ ...patient, group: patient.treatedWith })),
    analysed.map(({ group, outcome }) => ({ group, stratum: outcome.stratum, outcome: outcome.endpoint })),
  ];
  yield;
  return {
    ...planned(trial),
    asOf,
    groups: groupsOf(analysed),
    groupFlow: groupFlows(analysed),
    populations: populations(analysed),
    baseline: tables.baseline,
    primary: curves.primary,
    amputationAtSixMonths: incidenceAtSixMonths(ends, 'amputation'),
    mortality: curves.mortality,
    proportions: tables.proportions,
    sensitivities: curves.sensitivities,
    perProtocol: curves.perProtocol,
    secondary: tables.secondary,
    ...(input.cellsOf && { cells: cellsAnalyses(analysed) }),
    safety: safetyTable(safe),
    bySystem: systemTable(safe),
    deviations: tables.deviations,
    adjudication: adjudicationSummary(analysed),
    struckEntries: patients.reduce((sum, { state }) => sum + (state.struck ?? []).length, 0),
    struck: struckTable(patients),
    outcomes: analysed.map(({ outcome }) => outcome),
    boardMeetings: entriesOfType(trial, 'BoardRecommended').map(({ data }) => data),
  };
}

type Steps<Result> = Generator<undefined, Result>;

/** The randomized, each once, with the group that each is in. */
function* analysedPatients(input: ReportInput): Steps<readonly AnalysedPatient[]> {
  const { trial, patients, asOf, groupOf, cellsOf, excludedByUnit } = input;
  const analysed: AnalysedPatient[] = [];
  for (const record of patients) {
    const { patient, state, timeZone } = record;
    const group = groupOf?.(patient) ?? POOLED;
    const cells = cellsOf?.(patient);
    const isExcludedByUnit = excludedByUnit?.has(patient) === true;
    const context = { trial, timeZone, asOf, wasGivenOther: wasGivenOther(group, cells), isExcludedByUnit };
    const outcome = patientOutcome(patient, state, context);
    yield;
    if (outcome === undefined) continue;
    const actual = groupOf === undefined ? POOLED : treatedWith(group, outcome.populations.implanted, cells);
    analysed.push({ ...record, outcome, group, treatedWith: actual, cells });
  }
  return analysed;
}

type Curves = Pick<StatisticalReport, 'primary' | 'mortality' | 'sensitivities' | 'perProtocol'>;

function* survivalCurves(input: ReportInput, analysed: readonly AnalysedPatient[]): Steps<Curves> {
  const curve: Curve = (of, among = analysed) =>
    survivalAnalysis(
      among.map((patient) => ({ group: patient.group, stratum: patient.outcome.stratum, outcome: of(patient) })),
    );
  const endpoint = ({ outcome }: AnalysedPatient): TimeToEvent => outcome.endpoint;
  const perProtocolOnes = analysed.filter(({ outcome }) => outcome.populations.perProtocol);
  const primary = curve(endpoint);
  yield;
  const mortality = curve(({ outcome }) => outcome.death);
  yield;
  const perProtocol = curve(endpoint, perProtocolOnes);
  yield;
  const defined = yield* sensitivityCurves(curve);
  const missing = yield* missingCurves(curve, groupsOf(analysed).length < 2);
  // Only where it is known who was given kept cells.
  const withoutCells =
    input.cellsOf === undefined
      ? {}
      : { [CELLS_CENSORED.name]: curve(({ outcome, cells }) => censoredAtCells(outcome, cells)) };
  return { primary, mortality, perProtocol, sensitivities: { ...defined, ...missing, ...withoutCells } };
}

type Tables = Pick<StatisticalReport, 'baseline' | 'proportions' | 'secondary' | 'deviations'>;

function* tablesOf(analysed: readonly AnalysedPatient[], trial: TrialState, asOf: CalendarDate): Steps<Tables> {
  const endpoint = proportionAnalysis(analysed, 'endpoint');
  yield;
  const amputation = proportionAnalysis(analysed, 'amputation');
  yield;
  const proportions = { endpoint, amputation, death: proportionAnalysis(analysed, 'death') };
  yield;
  const windows: SixMonths[] = [];
  for (const { outcome } of analysed) {
    windows.push(endpointWindow(windowsFrom(outcome.timeZero, trial)));
    yield;
  }
  const secondary: MeasureAnalysis[] = [];
  for (const measure of MEASURES) {
    secondary.push(measureAnalysis(measure, readings(analysed, measure, windows)));
    yield;
  }
  const deviations: Deviation[] = [];
  for (const { state } of analysed) {
    deviations.push(...deviationsOn(state, trial, asOf));
    yield;
  }
  return { baseline: baselineTable(analysed), proportions, secondary, deviations: deviationTable(deviations) };
}

type SixMonths = ReturnType<typeof endpointWindow>;

type Curve = (of: (patient: AnalysedPatient) => TimeToEvent, among?: readonly AnalysedPatient[]) => SurvivalAnalysis;

function* sensitivityCurves(curve: Curve): Steps<Readonly<Record<string, SurvivalAnalysis>>> {
  const curves: [string, SurvivalAnalysis][] = [];
  for (const name of Object.keys(SENSITIVITIES)) {
    curves.push([name, curve(({ outcome }) => outcome.sensitivities[name] ?? outcome.endpoint)]);
    yield;
  }
  return Object.fromEntries(curves);
}

function* missingCurves(curve: Curve, isPooled: boolean): Steps<Readonly<Record<string, SurvivalAnalysis>>> {
  const curves: [string, SurvivalAnalysis][] = [];
  for (const [name, { takenFor }] of Object.entries(MISSING_OUTCOMES)) {
    curves.push([name, curve(({ outcome, group }) => withMissing(outcome, takenFor, group, isPooled))]);
    yield;
  }
  return Object.fromEntries(curves);
}

function populations(patients: readonly AnalysedPatient[]): StatisticalReport['populations'] {
  return groupsOf(patients).map((group) => {
    const own = patients.filter((one) => one.group === group).map(({ outcome }) => outcome.populations);
    const count = (name: keyof Populations): number => own.filter((populationsOf) => populationsOf[name]).length;
    return {
      ...{ group, intentionToTreat: count('intentionToTreat'), safety: count('safety') },
      ...{ implanted: count('implanted'), perProtocol: count('perProtocol') },
    };
  });
}

function readings(patients: readonly AnalysedPatient[], measure: Measure, windows: readonly SixMonths[]) {
  return patients.map(({ state, outcome, group }, place) => {
    const sixMonths = atSixMonths(state, windows[place], measure);
    return { group, baseline: atBaseline(state, measure), sixMonths, end: outcome.endpoint.end };
  });
}
