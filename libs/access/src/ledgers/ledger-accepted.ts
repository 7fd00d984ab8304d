import { defineEvent, oneOf } from '@bali/schema';
import { LEDGERS } from '@bali/ledger';

/** Why a ledger was held, as its store says it. */
const HELD_BECAUSE = [
  'behind-its-mark',
  'not-the-marked-history',
  'mark-unreadable',
  'head-does-not-fit',
  'head-missing',
  'event-altered',
] as const;

/** It says nothing of a size or a time: that of the sealed ledger could tell an arm. */
export const LedgerAccepted = defineEvent('LedgerAccepted', {
  schemaVersion: 1,
  about: 'an operator decided that a ledger is used as it was found, though it is not what was written into it',
  data: {
    ledger: oneOf('the ledger', LEDGERS),
    why: oneOf('what was wrong with it', HELD_BECAUSE),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/ledger', '/why'],
  signedUnder: [],
  // An operator decides it on the command line of the machine.
  command: undefined,
  sentence: ({ ledger, why }) =>
    `the ${ledger} ledger is used as it was found, though it is not what was written into it (${why})`,
  sample: { ledger: 'trial', why: 'behind-its-mark' },
});
