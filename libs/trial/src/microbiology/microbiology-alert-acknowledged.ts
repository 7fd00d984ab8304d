import { details, freeText, instant, moment, optionalText } from '@bali/schema';
import { Type } from 'typebox';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { alertRaised, notBeforeItsAlert } from './rules.js';
import { alertNumber } from './microbiology-alert.js';

export const MicrobiologyAlertAcknowledged = definePatientEvent('MicrobiologyAlertAcknowledged', {
  schemaVersion: 1,
  about: 'the site acknowledged a microbiology alert',
  data: {
    number: alertNumber,
    acknowledgedAt: instant('when the site knew of it'),
    action: Type.Optional(freeText('what is done')),
  },
  happened: 'acknowledgedAt',
  mayGiveAwayArm: false,
  needs: [alertRaised],
  whenMissing: undefined,
  once: {
    per: 'number',
    code: 'alert-already-acknowledged',
    sentence: () => 'This alert is acknowledged already: correct what is wrong in that.',
    field: '/number',
  },
  conditions: [],
  rules: [notBeforeItsAlert],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/number'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'AcknowledgeMicrobiologyAlert', action: 'acknowledge-alert' },
  sentence: ({ number, acknowledgedAt, action }, { patient, show }) =>
    `the site acknowledged alert ${number} of patient ${patient} on ${moment(acknowledgedAt)}` +
    details(optionalText('what is done', action, show)),
  sample: { number: 1, acknowledgedAt: '2026-03-17T15:00:00+01:00' },
});
