import type { PatientOutcome } from '../outcomes/patient-outcome.js';
import { type Estimate, notEstimable, type WithInterval } from '../statistics/estimate.js';
import { conditionalOddsRatio, fisherExact, oddsRatio } from '../statistics/odds-ratio.js';
import { type Count, differenceOfProportions, proportion } from '../statistics/proportions.js';

/** What is counted of the evaluable patients whose 6-month window has closed. */
export type Counted = 'endpoint' | 'amputation' | 'death';

export interface GroupProportion extends WithInterval, Count {
  readonly group: string;
}

export interface ProportionAnalysis {
  readonly groups: readonly GroupProportion[];
  /** Of the first group against the second; absent where there is one group only. */
  readonly comparison?: {
    readonly difference: WithInterval;
    readonly oddsRatio: WithInterval;
    readonly conditionalOddsRatio: WithInterval;
    /** Fisher's exact test, two-sided. */
    readonly p: Estimate;
  };
}

export interface Grouped {
  readonly group: string;
  readonly outcome: PatientOutcome;
}

export function proportionAnalysis(patients: readonly Grouped[], what: Counted): ProportionAnalysis {
  const counted = patients.filter(({ outcome }) => outcome.isWindowClosed && outcome.isEvaluable);
  const names = [...new Set(patients.map(({ group }) => group))].toSorted();
  const groups = names.map((group) => {
    const own = counted.filter((one) => one.group === group);
    const count = { events: own.filter(({ outcome }) => has(outcome, what)).length, patients: own.length };
    return { group, ...count, ...proportion(count) };
  });
  const [one, other, ...more] = groups;
  if (one === undefined || other === undefined || more.length > 0) return { groups };
  return { groups, comparison: compared(one, other) };
}

function has({ endpoint, death }: PatientOutcome, what: Counted): boolean {
  if (what === 'death') return death.end === 'death';
  return what === 'endpoint' ? endpoint.end !== 'censored' : endpoint.end === 'amputation';
}

function compared(one: Count, other: Count): ProportionAnalysis['comparison'] & object {
  const p = one.patients === 0 || other.patients === 0 ? notEstimable('no-patients') : fisherExact(one, other);
  return {
    difference: differenceOfProportions(one, other),
    oddsRatio: oddsRatio(one, other),
    conditionalOddsRatio: conditionalOddsRatio(one, other),
    p,
  };
}
