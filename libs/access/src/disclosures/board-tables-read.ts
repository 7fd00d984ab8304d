import { defineEvent, oneOf, whole } from '@bali/schema';

/** What the data monitoring board looks at: adverse events alone, or with them the endpoint and all else. */
export const BOARD_TABLES = ['safety', 'report'] as const;

/**
 * A member of the data monitoring board looked at results by arm while the trial was blinded. Each one is an interim look, safety tables
 * too: how many there were, and as of which event, counts in the analysis.
 */
export const BoardTablesRead = defineEvent('BoardTablesRead', {
  schemaVersion: 1,
  about: 'a member of the data monitoring board was shown tables by arm',
  data: {
    tables: oneOf('what was shown', BOARD_TABLES),
    position: whole('the last event of the trial ledger that counts in it', 0, Number.MAX_SAFE_INTEGER),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/tables', '/position'],
  mayBeAnnulled: false,
  signedUnder: [],
  // The software records it before it shows anything.
  command: undefined,
  sentence: ({ tables, position }) =>
    `was shown ${tables === 'safety' ? 'the safety tables' : 'the whole report'} of the data monitoring board, by arm, as of ` +
    `event ${position}`,
  sample: { tables: 'safety', position: 682 },
});
