import { calendarDate, digest } from '@bali/schema';
import { Type } from 'typebox';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { notAnchored } from './list-conditions.js';

/** Once a day, whatever happened: what is hashed with a secret nonce tells nothing. */
export const SealedLedgerAnchored = defineTrialEvent('SealedLedgerAnchored', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: {
        anchoredOn: calendarDate('the day, UTC'),
        anchor: digest("SHA-256 of a secret nonce and the sealed ledger's checkpoint"),
      },
      upcast: (data: object) => data,
    },
  ],
  about: 'the sealed ledger was anchored',
  data: {
    anchoredOn: calendarDate('the day, UTC'),
    anchor: digest(
      'SHA-256 of the canonical JSON of a secret nonce and the checkpoints of the ledgers: nonce, sealed, access. Without ' +
        "`ledgers`, of a secret nonce and the sealed ledger's checkpoint, one after the other",
    ),
    ledgers: Type.Optional(
      Type.Literal('sealed-and-access', {
        description: 'whose checkpoints were hashed; absent: that of the sealed ledger alone',
      }),
    ),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [notAnchored],
  rules: [],
  computed: undefined,
  afterLock: 'allowed',
  notCorrectable: ['/anchoredOn', '/anchor', '/ledgers'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AnchorSealedLedger', action: undefined },
  sentence: ({ anchoredOn, anchor, ledgers }) =>
    `${ledgers === undefined ? 'the sealed ledger was' : 'the sealed and the access ledger were'} anchored on ${anchoredOn} (${anchor})`,
  sample: { anchoredOn: '2026-03-02', anchor: 'a5c40e17'.repeat(8), ledgers: 'sealed-and-access' },
});
