import { calendarDate, listed } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { somethingToWithdraw } from './conditions.js';
import { type ConsentScope, scopeInWords, scopes } from './scopes.js';

const VERSION_1 = { withdrawnOn: calendarDate('when it was withdrawn') };

/** What a withdrawal meant when it did not say from what: no treatment any more, and nothing later recorded. */
const FROM_EVERYTHING: ConsentScope[] = ['treatment', 'follow-up'];

export const ConsentWithdrawn = definePatientEvent('ConsentWithdrawn', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: VERSION_1,
      upcast: (data: object) => ({ ...data, from: FROM_EVERYTHING }),
      sentence: ({ withdrawnOn }: { readonly withdrawnOn: string }, { patient }) =>
        `patient ${patient} withdrew consent on ${withdrawnOn}`,
    },
  ],
  about: 'the patient withdrew consent',
  data: {
    ...VERSION_1,
    from: scopes('what the patient withdrew from; whoever withdraws from treatment alone is followed up'),
  },
  happened: 'withdrawnOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [somethingToWithdraw],
  rules: [],
  computed: undefined,
  afterDeath: 'refused',
  // One who withdrew from the treatment may later withdraw from more.
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'WithdrawConsent', action: 'record-consent-withdrawal' },
  sentence: ({ withdrawnOn, from }, { patient }) =>
    `patient ${patient} withdrew consent on ${withdrawnOn}: from ${listed(from.map(scopeInWords))}`,
  sample: { withdrawnOn: '2026-10-01', from: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'] },
});
