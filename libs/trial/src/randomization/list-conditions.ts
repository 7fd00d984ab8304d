import type { CalendarDate } from '@bali/protocol';
import { refusal } from '../refusal.js';
import type { TrialCondition } from '../trial/define-trial-event.js';
import { committedList, isAnchored } from '../trial/trial-state.js';

export const listNotCommitted: TrialCondition = {
  says: 'there is no randomization list yet',
  refuses: (state) =>
    committedList(state) && refusal('list-already-committed', 'There is a randomization list already.'),
};

export const notAnchored: TrialCondition = {
  says: 'the sealed ledger is not anchored on that day or a later one',
  refuses: (state, _, { anchoredOn }: { readonly anchoredOn: CalendarDate }) =>
    isAnchored(state, anchoredOn)
      ? refusal('already-anchored', `The sealed ledger is anchored on ${anchoredOn} or later.`)
      : undefined,
};
