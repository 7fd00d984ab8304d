import { calendarDate, details, oneOf, whole, words } from '@bali/schema';
import { Type } from 'typebox';
import { refusal } from '../refusal.js';
import { defineTrialEvent, type TrialCondition, type TrialRule } from '../trial/define-trial-event.js';

/** What a data monitoring board may say to everybody: which of them it is tells no arm, and neither does any other word of it. */
export const BOARD_RECOMMENDATIONS = ['continue', 'continue-with-changes', 'pause', 'stop'] as const;

/** What may have to change, in words that the board did not choose. */
export const BOARD_CHANGES = [
  'eligibility',
  'consent-form',
  'visits-for-safety',
  'harvest-or-anaesthesia',
  'implantation',
  'number-of-patients',
  'as-the-sponsor-is-told-in-writing',
] as const;

interface Recommended {
  readonly position: number;
  readonly recommendation: (typeof BOARD_RECOMMENDATIONS)[number];
  readonly changes?: readonly string[];
}

const boardHasLooked: TrialCondition = {
  says: 'a member of the board was shown its tables as of that event',
  field: '/position',
  refuses: (_, { boardLooks = new Set() }, { position }: Recommended) => {
    if (boardLooks.has(position)) return undefined;
    const known = [...boardLooks].toSorted((one, other) => one - other).slice(-3);
    const looked =
      known.length === 0
        ? 'The board has looked at nothing yet'
        : `The board has last looked as of ${known.join(', ')}`;
    return refusal(
      'board-has-not-looked',
      `${looked}: read the tables of the board as of that event, and then say what it recommends.`,
      '/position',
    );
  },
};

const changesWhereThereAreSome: TrialRule = {
  says: 'What has to change is said where the trial goes on with changes, and nowhere else.',
  refuses: ({ recommendation, changes }: Recommended) => {
    if (recommendation === 'continue-with-changes') {
      return changes === undefined
        ? refusal('value-missing', 'Say what has to change, so that everybody knows.', '/changes')
        : undefined;
    }
    return changes === undefined
      ? undefined
      : refusal(
          'changes-not-recommended',
          'Nothing changes by this recommendation: leave the changes out.',
          '/changes',
        );
  },
};

/**
 * What the board recommends, for blinded readers: as of which event it looked, when it met, and one of four words. Why it does so stays
 * with the board: nothing else of it is written here.
 */
export const BoardRecommended = defineTrialEvent('BoardRecommended', {
  schemaVersion: 1,
  about: 'the data monitoring board made a recommendation',
  data: {
    metOn: calendarDate('when the board met'),
    position: whole('the last event of this ledger that was in the tables of the board', 0, Number.MAX_SAFE_INTEGER),
    recommendation: oneOf('what it recommends', BOARD_RECOMMENDATIONS),
    changes: Type.Optional(
      Type.Array(oneOf('a change', BOARD_CHANGES), {
        description: 'what has to change, where the trial goes on with changes',
        minItems: 1,
        maxItems: BOARD_CHANGES.length,
        uniqueItems: true,
      }),
    ),
  },
  happened: 'metOn',
  mayGiveAwayArm: false,
  conditions: [boardHasLooked],
  rules: [changesWhereThereAreSome],
  computed: undefined,
  // It is no clinical data.
  afterLock: 'allowed',
  // The board says what holds now in a new recommendation: nobody else puts right what it said.
  notCorrectable: ['/metOn', '/position', '/recommendation', '/changes'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RecommendAsBoard', action: 'document-board-recommendation' },
  sentence: ({ metOn, position, recommendation, changes }) =>
    `the data monitoring board met on ${metOn}, with its tables as of event ${position}, and recommends: ${words(recommendation)}` +
    details(changes === undefined ? undefined : changes.map(words).join(', ')),
  sample: { metOn: '2026-03-16', position: 682, recommendation: 'continue' },
});
