import { isCertainlyAfter, isCertainlyBefore, type PartialDate } from '@bali/protocol';
import { withdrawalsFrom } from '../consent/consent-in-force.js';
import { has, last, type PatientState } from '../patient/chart.js';
import type { Rule } from '../patient/rule.js';
import { refusal } from '../refusal.js';
import { adverseEventOf, adverseEventsOf } from './adverse-events-of.js';

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

/** The other way round. A death of a record from before this rule, and one that is vital status alone, names none. */
export const deathHasFatalEvent: Rule = {
  says: 'The adverse event that it names has a fatal outcome.',
  refuses: ({ adverseEvent }: { readonly adverseEvent?: number }, _, state) => {
    if (adverseEvent === undefined || adverseEventOf(state, adverseEvent)?.outcome === 'fatal') return undefined;
    return refusal(
      'death-without-fatal-outcome',
      `The death of the patient names adverse event ${adverseEvent}, so that its outcome has to be fatal. If the patient died of ` +
        'another one, correct outcomes, seriousness and the number that the death names in one correction; if the patient lives, ' +
        'have the death annulled.',
      '/adverseEvent',
    );
  },
};

/** Whether a death is recorded of which no adverse event says that it was fatal, though one would be recorded. */
export function lacksFatalEvent(state: PatientState): boolean {
  const death = last(state, 'Died');
  if (death === undefined || withdrewBefore(state, death.data.diedOn)) return false;
  return !adverseEventsOf(state).some(({ outcome }) => outcome === 'fatal');
}

/** Whether all possible days are after a withdrawal from the follow-up, and before consent was given again. */
export function withdrewBefore(state: PatientState, date: PartialDate): boolean {
  return withdrawalsFrom(state, 'follow-up').some(
    ({ withdrawal, givenAgainOn }) =>
      isCertainlyAfter(date, withdrawal.data.withdrawnOn) &&
      (givenAgainOn === undefined || isCertainlyBefore(date, givenAgainOn)),
  );
}
