import type { DecisionContext } from '../decision.js';
import type { Entries } from '../entry.js';
import { type Refusal, refusal } from '../refusal.js';
import type { EnteredAgainEvent } from './entered-again.js';

/** Why an entry cannot stand in the place of the annulled one that the command names, if it names one. */
export function refusedInPlaceOf(
  type: string,
  { struck = [] }: Entries,
  { replaces }: Pick<DecisionContext, 'replaces'>,
): Refusal | undefined {
  if (replaces === undefined) return undefined;
  const annulled = struck.find(({ id }) => id === replaces);
  if (annulled?.type !== type) {
    return refusal('not-annulled', 'No entry of this kind that has this id is annulled in this record.', '/replaces');
  }
  if (annulled.enteredAgain === undefined) return undefined;
  return refusal('not-annulled', `It was entered again already, as ${annulled.enteredAgain}.`, '/replaces');
}

/** What says so in the ledger, behind the entry. */
export function inPlaceOf({ replaces }: Pick<DecisionContext, 'replaces'>): readonly EnteredAgainEvent[] {
  return replaces === undefined ? [] : [{ type: 'EnteredAgain', data: { annulledEvent: replaces } }];
}
