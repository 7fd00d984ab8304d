import { ANALYSES, type Analysis, analysisPlanInForce, type TrialState } from '@bali/trial';

/** The plan that was in force at the position of a report. */
export interface PlanOfReport {
  readonly planVersion: string;
  /** SHA-256 of the signed document, lower-case hex. */
  readonly document: string;
  readonly signedOn: string;
  readonly primaryTest: string;
  readonly populations: readonly string[];
}

/** The plan, and what of the report it does not have: that is post hoc (ICH E9, 5.1). Without a plan, everything is. */
export interface Planned {
  readonly plan: PlanOfReport | null;
  readonly postHoc: readonly Analysis[];
}

export function planned(trial: TrialState): Planned {
  const fixed = analysisPlanInForce(trial)?.data;
  if (fixed === undefined) return { plan: null, postHoc: ANALYSES };
  const { analyses, planVersion, document, signedOn, primaryTest, populations } = fixed;
  return {
    plan: { planVersion, document, signedOn, primaryTest, populations },
    postHoc: ANALYSES.filter((analysis) => !analyses.includes(analysis)),
  };
}
