import { calendarDate, digest } from '@bali/schema';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { notAnchored } from './list-conditions.js';

/** Once a day, whatever happened: what is hashed with a secret nonce tells nothing. */
export const SealedLedgerAnchored = defineTrialEvent('SealedLedgerAnchored', {
  schemaVersion: 1,
  about: 'the sealed ledger was anchored',
  data: {
    anchoredOn: calendarDate('the day, UTC'),
    anchor: digest("SHA-256 of a secret nonce and the sealed ledger's checkpoint"),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  conditions: [notAnchored],
  rules: [],
  computed: undefined,
  afterLock: 'allowed',
  notCorrectable: ['/anchoredOn', '/anchor'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AnchorSealedLedger', action: undefined },
  sentence: ({ anchoredOn, anchor }) => `the sealed ledger was anchored on ${anchoredOn} (${anchor})`,
  sample: { anchoredOn: '2026-03-02', anchor: 'a5c40e17'.repeat(8) },
});
