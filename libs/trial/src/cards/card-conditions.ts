import { dateAt, futureInWords, isInTheFuture, TRIAL } from '@bali/protocol';
import { type Refusal, refusal } from '../refusal.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { committedList, entriesOfType, isCardStratum, type TrialState } from '../trial/trial-state.js';

interface Place {
  readonly stratum: string;
  readonly slot: number;
}

/** The cards that the committed list has, by their strata. */
export function cardStrata(trial: TrialState): readonly { readonly stratum: string; readonly slots: number }[] {
  return (committedList(trial)?.data.strata ?? []).filter(({ stratum }) => isCardStratum(stratum));
}

export const cardsOfTheList: TrialCondition = {
  says: 'the randomization list has such cards',
  refuses: (state, _, { stratum, slot = 0 }: Partial<Place>) => {
    const strata = cardStrata(state);
    const found = strata.find((one) => one.stratum === stratum);
    if (found !== undefined && slot < found.slots) return undefined;
    const there = strata.map(({ stratum: code, slots }) => `${code} (0 to ${slots - 1})`).join(', ');
    const sentence =
      there === ''
        ? 'The randomization list was drawn without sealed cards, so that none can be printed: randomize when the system is up again.'
        : `The randomization list has these sealed cards: ${there}.`;
    return refusal('no-such-cards', sentence, found === undefined ? '/stratum' : '/slot');
  },
};

export const cardsPrinted: TrialCondition = {
  says: 'the cards were printed',
  refuses: (state, _, { stratum }: Place) =>
    entriesOfType(state, 'CardsPrinted').some(({ data }) => data.stratum === stratum)
      ? undefined
      : refusal('cards-not-printed', `No printing of the cards ${stratum} is recorded: print them first.`, '/stratum'),
};

/** What became of a card, if it was opened. */
export function openingOf(trial: TrialState, { stratum, slot }: Place) {
  return [...entriesOfType(trial, 'CardOpened'), ...entriesOfType(trial, 'CardOpenedInVain')].find(
    ({ data }) => data.stratum === stratum && data.slot === slot,
  );
}

export const cardNotOpened: TrialCondition = {
  says: 'nothing is recorded of this card yet',
  refuses: (state, _, place: Place) =>
    openingOf(state, place) === undefined
      ? undefined
      : refusal(
          'card-already-opened',
          'It is recorded already that this card was opened. Read its number again; what is wrong in that record can be annulled.',
          '/slot',
        ),
};

export const openedInThePast: TrialCondition = {
  says: 'the card was not opened in the future',
  refuses: (_, { now }, { openedAt }: { readonly openedAt: string }): Refusal | undefined =>
    isInTheFuture(openedAt, now, dateAt(now, TRIAL.timeZone))
      ? refusal('in-the-future', futureInWords(openedAt, now), '/openedAt')
      : undefined,
};
