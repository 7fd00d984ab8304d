import { calendarDate, listed } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { demanded } from '../patient/demanded.js';
import { somethingToWithdraw } from './conditions.js';
import { scopeInWords, scopes } from './scopes.js';

const VERSION_1 = { withdrawnOn: calendarDate('when it was withdrawn') };

export const ConsentWithdrawn = definePatientEvent('ConsentWithdrawn', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: VERSION_1,
      upcast: (data: object) => data,
    },
  ],
  about: 'the patient withdrew consent',
  data: {
    ...VERSION_1,
    from: Type.Optional(
      scopes('what the patient withdrew from; whoever withdraws from treatment alone is followed up'),
    ),
  },
  happened: 'withdrawnOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [somethingToWithdraw],
  rules: [demanded('/from', 'What the patient withdrew from')],
  computed: undefined,
  afterDeath: 'refused',
  // One who withdrew from the treatment may later withdraw from more.
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'marked',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'WithdrawConsent', action: 'record-consent-withdrawal' },
  sentence: ({ withdrawnOn, from }, { patient }) =>
    `patient ${patient} withdrew consent on ${withdrawnOn}` +
    (from === undefined ? '' : `: from ${listed(from.map(scopeInWords))}`),
  sample: { withdrawnOn: '2026-10-01', from: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'] },
});
