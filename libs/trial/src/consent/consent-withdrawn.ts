import { calendarDate } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';

export const ConsentWithdrawn = definePatientEvent('ConsentWithdrawn', {
  schemaVersion: 1,
  about: 'the patient withdrew consent',
  data: { withdrawnOn: calendarDate('when it was withdrawn') },
  happened: 'withdrawnOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: { code: 'consent-withdrawn', sentence: () => 'The patient has withdrawn consent already.' },
  conditions: [],
  rules: [],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  signedUnder: [],
  command: { name: 'WithdrawConsent', action: 'record-consent-withdrawal' },
  sentence: ({ withdrawnOn }, { patient }) => `patient ${patient} withdrew consent on ${withdrawnOn}`,
  sample: { withdrawnOn: '2026-10-01' },
});
