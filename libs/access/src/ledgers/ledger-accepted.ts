import { defineEvent, oneOf } from '@bali/schema';
import { LEDGERS } from '@bali/ledger';

/** Why a ledger was held, as its store said it in the first version. */
const HELD_BECAUSE_V1 = [
  'behind-its-mark',
  'not-the-marked-history',
  'mark-unreadable',
  'head-does-not-fit',
  'head-missing',
  'event-altered',
] as const;
const HELD_BECAUSE = [...HELD_BECAUSE_V1, 'mark-gone'] as const;

const ledger = oneOf('the ledger', LEDGERS);
const what = 'what was wrong with it';

/** It says nothing of a size or a time: that of the sealed ledger could tell an arm. */
export const LedgerAccepted = defineEvent('LedgerAccepted', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: { ledger, why: oneOf(what, HELD_BECAUSE_V1) }, upcast: (data: object) => data }],
  about: 'an operator decided that a ledger is used as it was found, though it is not what was written into it',
  data: { ledger, why: oneOf(what, HELD_BECAUSE) },
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: ['/ledger', '/why'],
  mayBeAnnulled: false,
  signedUnder: [],
  // An operator decides it on the command line of the machine.
  command: undefined,
  sentence: ({ ledger: name, why }) =>
    `the ${name} ledger is used as it was found, though it is not what was written into it (${why})`,
  sample: { ledger: 'trial', why: 'behind-its-mark' },
});
