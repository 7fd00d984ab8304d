import { refusal } from '../refusal.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { entriesOfType, type TrialEntry, type TrialState } from '../trial/trial-state.js';

/** The analysis plan that was fixed last, if one was. */
export function analysisPlanInForce(state: TrialState): Extract<TrialEntry, { type: 'AnalysisPlanFixed' }> | undefined {
  return entriesOfType(state, 'AnalysisPlanFixed').at(-1);
}

/** Whoever could know the arms must not choose the analysis by what they show. */
export const analysisPlanFixed: TrialCondition = {
  says: 'an analysis plan is fixed',
  refuses: (state) =>
    analysisPlanInForce(state) === undefined
      ? refusal(
          'analysis-plan-not-fixed',
          'No analysis plan is fixed: a statistician or the sponsor has to fix one before the arms are known (POST /v1/trial/analysis-plan).',
        )
      : undefined,
};
