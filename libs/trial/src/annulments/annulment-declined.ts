import { uuid } from '@bali/schema';
import { reasonGiven } from '../condition.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { openRequest } from './conditions.js';

/** Whoever could confirm it does not: the entries stand. */
export const AnnulmentDeclined = definePatientEvent('AnnulmentDeclined', {
  schemaVersion: 1,
  about: 'a requested annulment was declined',
  data: { request: uuid('id of the request') },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [openRequest],
  whenMissing: undefined,
  once: undefined,
  conditions: [reasonGiven('Declining an annulment')],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/request'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'DeclineAnnulment', action: 'confirm-annulment' },
  sentence: ({ request }, { patient }) =>
    `the annulment that was asked for of patient ${patient} (${request}) was declined`,
  sample: { request: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10' },
});
