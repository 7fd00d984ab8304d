import { FULL_TIME, RESTRICTED_MEAN_HORIZON } from '../outcomes/definitions.js';
import { ENDS, type TimeToEvent } from '../outcomes/time-to-event.js';
import { aalenJohansen } from '../statistics/aalen-johansen.js';
import { type Estimate, notEstimable, type WithInterval } from '../statistics/estimate.js';
import { atRiskAt, kaplanMeier, survivalAt } from '../statistics/kaplan-meier.js';
import { logRank } from '../statistics/log-rank.js';
import { restrictedMean } from '../statistics/restricted-mean.js';
import type { Observation } from '../statistics/survival.js';

/** One patient in one analysis. */
export interface Analysed {
  /** The group that is compared with the other: an arm, or everybody. */
  readonly group: string;
  /** The stratum of the randomization. */
  readonly stratum: string;
  readonly outcome: TimeToEvent;
}

/** A point of a curve. */
export interface CurvePoint extends WithInterval {
  /** Days from the beginning. */
  readonly time: number;
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

/** The curve of one group, and what is read from it. */
export interface GroupSurvival {
  readonly group: string;
  readonly patients: number;
  readonly events: number;
  /** The probability of no event (Kaplan–Meier, log-log intervals). */
  readonly curve: readonly CurvePoint[];
  /** How many were under observation at the beginning of each 30th day. */
  readonly atRisk: readonly { readonly time: number; readonly patients: number }[];
  readonly atSixMonths: WithInterval;
  /** Mean days without an event within 181 days. */
  readonly restrictedMean: { readonly mean: Estimate; readonly standardError: Estimate };
}

/** Groups compared by their curves. */
export interface SurvivalAnalysis {
  readonly groups: readonly GroupSurvival[];
  /** Two-sided. Stratified where the randomization was. */
  readonly logRank: { readonly stratified: boolean; readonly chiSquare: Estimate; readonly p: Estimate };
}

const TIMES = [0, 30, 60, 90, 120, 150, 180];

export function survivalAnalysis(patients: readonly Analysed[]): SurvivalAnalysis {
  const observations = patients.map(observationOf);
  const stratified = new Set(patients.map(({ stratum }) => stratum)).size > 1;
  const test = stratified ? logRank(observations, ({ stratum }) => stratum) : logRank(observations);
  return { groups: byGroup(observations).map(groupSurvival), logRank: { stratified, ...test } };
}

/** The probability of one kind of end while the others compete with it, of each group at 6 months (Aalen–Johansen). */
export function incidenceAtSixMonths(
  patients: readonly Analysed[],
  end: 'amputation' | 'death',
): readonly ({ readonly group: string } & WithInterval)[] {
  const none = notEstimable('survival-is-one-or-zero');
  return byGroup(patients.map(observationOf)).map(([group, observations]) => {
    const step = aalenJohansen(observations, ENDS.indexOf(end)).findLast(({ time }) => time <= FULL_TIME);
    const { estimate, lower, upper } = step ?? { estimate: 0, lower: none, upper: none };
    return { group, estimate, lower, upper };
  });
}

function observationOf({ group, stratum, outcome: { time, end } }: Analysed): Observation {
  return { group, stratum, time, status: ENDS.indexOf(end) };
}

function byGroup(observations: readonly Observation[]): readonly (readonly [string, readonly Observation[]])[] {
  return [...Map.groupBy(observations, ({ group }) => group)].toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function groupSurvival([group, observations]: readonly [string, readonly Observation[]]): GroupSurvival {
  const curve = kaplanMeier(observations);
  return {
    ...{ group, patients: observations.length, events: observations.filter(({ status }) => status !== 0).length },
    curve,
    atRisk: TIMES.map((time) => ({ time, patients: atRiskAt(observations, time) })),
    atSixMonths: without(survivalAt(curve, FULL_TIME)),
    restrictedMean: restrictedMean(observations, RESTRICTED_MEAN_HORIZON),
  };
}

function without({ estimate, lower, upper }: WithInterval): WithInterval {
  return { estimate, lower, upper };
}
