import { canonicalJson } from '@bali/ledger';
import type { DecisionContext } from '../decision.js';
import { all, type PatientState } from '../patient/chart.js';
import type { OnlyFacts, Standing } from '../patient/define-patient-event.js';
import { type Refusal, refusal } from '../refusal.js';

/** A person, who has an account, and perhaps others. Nobody: `by` is absent. */
export type Giver = Pick<DecisionContext, 'by' | 'otherAccounts'>;

/** Whether somebody was told the patient's arm, with whichever account: it is the person who knows. */
export function knowsArm(state: PatientState, { by, otherAccounts = [] }: Giver): boolean {
  if (by === undefined) return false;
  return all(state, 'PatientUnblinded').some(({ data: { shownTo } }) => [by, ...otherAccounts].includes(shownTo));
}

/** Whoever knows the arm would see the patient with other eyes. */
export function assessorUnblinded(state: PatientState, given: Giver, field?: string): Refusal | undefined {
  if (!knowsArm(state, given)) return undefined;
  return refusal(
    'assessor-unblinded',
    'You were told the arm of this patient, and record only facts that need no judgement. Judge it as a sealed judgement, which is ' +
      'opened after the unblinding of the trial; or leave it to somebody who was not told.',
    field,
  );
}

/**
 * Why somebody who knows the arm may not record these values; those that are no judgement are facts, which everybody records.
 * @param values the fields that are entered, or the one that is corrected; `undefined`: the entry as a whole.
 */
export function judgedByWhoKnows(
  byWhoKnowsTheArm: Standing | OnlyFacts,
  state: PatientState,
  given: Giver,
  values?: object,
): Refusal | undefined {
  if (byWhoKnowsTheArm === 'allowed') return undefined;
  if (byWhoKnowsTheArm === 'refused') return assessorUnblinded(state, given);
  const judged = Object.entries(byWhoKnowsTheArm.judged).find(([field, neutral]) => {
    const given = (values as Readonly<Record<string, unknown>> | undefined)?.[field];
    return given !== undefined && (neutral === undefined || canonicalJson(given) !== canonicalJson(neutral));
  });
  return judged && assessorUnblinded(state, given, `/${judged[0]}`);
}
