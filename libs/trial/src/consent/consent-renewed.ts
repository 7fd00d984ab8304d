import { calendarDate, details, listed, oneOf, words } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { formInForce } from './conditions.js';
import { formNotInForce, informationVersion, vitalStatusFromPublicSource } from './consent-fields.js';
import { scopeInWords, scopes } from './scopes.js';

const WHY = ['new-form', 'new-information', 'another-harvest', 'after-withdrawal', 'other'] as const;

export const ConsentRenewed = definePatientEvent('ConsentRenewed', {
  schemaVersion: 1,
  about: 'the patient renewed the consent',
  data: {
    renewedOn: calendarDate('when it was signed again'),
    informationVersion,
    formNotInForce,
    to: scopes('what the patient consents to, also where it was withdrawn before'),
    why: oneOf('why it was signed again', WHY),
    vitalStatusFromPublicSource,
  },
  happened: 'renewedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [formInForce],
  rules: [],
  computed: undefined,
  afterDeath: 'refused',
  // Whoever withdrew may consent again.
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'refused',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'RenewConsent', action: 'record-consent-renewal' },
  sentence: (data, { patient }) =>
    `patient ${patient} renewed the consent on ${data.renewedOn} (information version ${data.informationVersion}), to ` +
    listed(data.to.map(scopeInWords)) +
    details(
      `why: ${words(data.why)}`,
      data.formNotInForce && 'the form was not in force there',
      data.vitalStatusFromPublicSource && `vital status from a public source: ${data.vitalStatusFromPublicSource}`,
    ),
  sample: {
    renewedOn: '2026-05-04',
    informationVersion: '3.0',
    to: ['treatment', 'follow-up', 'further-use', 'keeping-of-cells'],
    why: 'new-information',
  },
});
