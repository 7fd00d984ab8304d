import { isCertainlyAfter, type PartialDate } from '@bali/protocol';
import { has, last, type PatientState } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';
import { adverseEventsOf } from './adverse-events-of.js';

/** Nobody has a fatal adverse event and lives. */
export const fatalGoesWithDeath: Rule = {
  says: 'Its outcome is fatal only if the death of the patient is recorded.',
  refuses: ({ outcome }: { readonly outcome: string }, _, state) =>
    outcome !== 'fatal' || has(state, 'Died')
      ? undefined
      : refusal(
          'fatal-outcome-without-death',
          'No death of the patient is recorded. Record the death: it makes its adverse event by itself, or names the number of ' +
            'the one that is reported already. If the patient lives, the outcome is another one.',
          '/outcome',
        ),
};

/** The other way round; a death that is heard of after a withdrawal is vital status alone, of which nothing is reported. */
export const deathHasFatalEvent: Rule = {
  says: 'An adverse event of the patient has a fatal outcome, unless consent was withdrawn before.',
  refuses: ({ diedOn }: { readonly diedOn: PartialDate }, _, state) =>
    withdrewBefore(state, diedOn) || hasFatalEvent(state)
      ? undefined
      : refusal(
          'death-without-fatal-outcome',
          'The death of the patient is recorded, so that an adverse event has to have a fatal outcome: correct the outcome of ' +
            'another one in the same command, or have the death annulled if there was none.',
        ),
};

export function hasFatalEvent(state: PatientState): boolean {
  return adverseEventsOf(state).some(({ outcome }) => outcome === 'fatal');
}

/** Whether all possible days are after the withdrawal of consent. */
export function withdrewBefore(state: PatientState, date: PartialDate): boolean {
  const withdrawal = last(state, 'ConsentWithdrawn');
  return withdrawal !== undefined && isCertainlyAfter(date, withdrawal.data.withdrawnOn);
}
