import type { CalendarDate } from '@bali/protocol';
import { endpointWindow, entriesOfType, type TrialData, type TrialState, windowsFrom } from '@bali/trial';
import { atBaseline, atSixMonths, type Measure, MEASURES } from '../measures/measures.js';
import { type MeasureAnalysis, measureAnalysis } from '../measures/change-from-baseline.js';
import { SENSITIVITIES } from '../outcomes/definitions.js';
import { type PatientOutcome, patientOutcome, type Populations } from '../outcomes/patient-outcome.js';
import type { TimeToEvent } from '../outcomes/time-to-event.js';
import type { WithInterval } from '../statistics/estimate.js';
import { type Summary, summaryOf } from '../statistics/summary.js';
import { adjudicationSummary, type AdjudicationSummary } from './adjudication-summary.js';
import { planned, type Planned } from './analysis-plan.js';
import { MISSING_OUTCOMES, withMissing } from './missing-outcomes.js';
import type { PatientRecord } from './patient-record.js';
import {
  type DeviationRow,
  deviationTable,
  type StruckRow,
  struckTable,
  type SystemRow,
  systemTable,
} from './record-tables.js';
import { type ProportionAnalysis, proportionAnalysis } from './proportion-analysis.js';
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
}

export interface BaselineRow {
  readonly characteristic: string;
  readonly groups: readonly { readonly group: string; readonly summary: Summary }[];
}

/** All results, as of one day. Nothing in it depends on an arm unless groups are arms. */
export interface StatisticalReport extends Planned {
  readonly asOf: CalendarDate;
  readonly groups: readonly string[];
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

export function statisticalReport({ trial, patients, asOf, groupOf = () => POOLED }: ReportInput): StatisticalReport {
  const analysed = patients.flatMap(({ patient, state, timeZone }) => {
    const outcome = patientOutcome(patient, state, { trial, timeZone, asOf });
    return outcome === undefined ? [] : [{ patient, state, timeZone, outcome, group: groupOf(patient) }];
  });
  const curve = (of: (outcome: PatientOutcome) => TimeToEvent, among = analysed): SurvivalAnalysis =>
    survivalAnalysis(among.map(({ group, outcome }) => ({ group, stratum: outcome.stratum, outcome: of(outcome) })));
  const primary = ({ endpoint }: PatientOutcome): TimeToEvent => endpoint;
  const ends = analysed.map(({ group, outcome }) => ({ group, stratum: outcome.stratum, outcome: outcome.endpoint }));
  return {
    ...planned(trial),
    asOf,
    groups: groupsOf(analysed),
    populations: populations(analysed),
    baseline: baselineTable(analysed),
    primary: curve(primary),
    amputationAtSixMonths: incidenceAtSixMonths(ends, 'amputation'),
    mortality: curve(({ death }) => death),
    proportions: {
      endpoint: proportionAnalysis(analysed, 'endpoint'),
      amputation: proportionAnalysis(analysed, 'amputation'),
      death: proportionAnalysis(analysed, 'death'),
    },
    sensitivities: { ...sensitivityCurves(curve), ...missingCurves(analysed) },
    perProtocol: curve(
      primary,
      analysed.filter(({ outcome }) => outcome.populations.perProtocol),
    ),
    secondary: MEASURES.map((measure) => measureAnalysis(measure, readings(analysed, measure, trial))),
    safety: safetyTable(analysed.filter(({ outcome }) => outcome.populations.safety)),
    bySystem: systemTable(analysed.filter(({ outcome }) => outcome.populations.safety)),
    deviations: deviationTable(analysed, trial, asOf),
    adjudication: adjudicationSummary(analysed),
    struckEntries: patients.reduce((sum, { state }) => sum + (state.struck ?? []).length, 0),
    struck: struckTable(patients),
    outcomes: analysed.map(({ outcome }) => outcome),
    boardMeetings: entriesOfType(trial, 'BoardRecommended').map(({ data }) => data),
  };
}

type Curve = (of: (outcome: PatientOutcome) => TimeToEvent) => SurvivalAnalysis;

function sensitivityCurves(curve: Curve): Readonly<Record<string, SurvivalAnalysis>> {
  const names = Object.keys(SENSITIVITIES);
  return Object.fromEntries(
    names.map((name) => [name, curve((outcome) => outcome.sensitivities[name] ?? outcome.endpoint)]),
  );
}

function missingCurves(patients: readonly AnalysedPatient[]): Readonly<Record<string, SurvivalAnalysis>> {
  const isPooled = groupsOf(patients).length < 2;
  const curves = Object.entries(MISSING_OUTCOMES).map(([name, { takenFor }]) => {
    const taken = patients.map(({ group, outcome }) => ({
      ...{ group, stratum: outcome.stratum, outcome: withMissing(outcome, takenFor, group, isPooled) },
    }));
    return [name, survivalAnalysis(taken)] as const;
  });
  return Object.fromEntries(curves);
}

interface AnalysedPatient extends PatientRecord {
  readonly outcome: PatientOutcome;
  readonly group: string;
}

function groupsOf(patients: readonly AnalysedPatient[]): readonly string[] {
  return [...new Set(patients.map(({ group }) => group))].toSorted();
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

function baselineTable(patients: readonly AnalysedPatient[]): readonly BaselineRow[] {
  const row = (characteristic: string, valueOf: (patient: AnalysedPatient) => number | undefined): BaselineRow => ({
    characteristic,
    groups: groupsOf(patients).map((group) => {
      const own = patients.filter((one) => one.group === group);
      return { group, summary: summaryOf(own.flatMap((patient) => valueOf(patient) ?? [])) };
    }),
  });
  const measured = MEASURES.map((measure) => {
    const { name, unit } = measure;
    return row(unit === undefined ? name : `${name}, ${unit}`, ({ state }) => {
      const reading = atBaseline(state, measure);
      return typeof reading === 'number' ? reading : undefined;
    });
  });
  return [
    row('age, years', ({ outcome }) => outcome.age),
    row('sex (1: female)', ({ outcome }) => Number(outcome.sex === 'female')),
    row('index limb (1: left)', ({ outcome }) => Number(outcome.indexLimb === 'left')),
    ...measured,
  ];
}

function readings(patients: readonly AnalysedPatient[], measure: Measure, trial: TrialState) {
  return patients.map(({ state, outcome, group }) => {
    const window = endpointWindow(windowsFrom(outcome.timeZero, trial));
    const sixMonths = atSixMonths(state, window, measure);
    return { group, baseline: atBaseline(state, measure), sixMonths, end: outcome.endpoint.end };
  });
}
