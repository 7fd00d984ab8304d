import { whole } from '@bali/schema';
import { lastRevision, type PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  adverseEventsJudged,
  deathHasItsAdverseEvent,
  notSignedOffAlready,
  nothingLocked,
  participationEnded,
} from './conditions.js';

export const PatientSignedOff = definePatientEvent('PatientSignedOff', {
  schemaVersion: 1,
  about: 'the investigator signed off the record of the patient',
  data: { throughRevision: whole('the last revision of the record that is signed off', 0, 1_000_000) },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [nothingLocked, participationEnded],
  whenMissing: undefined,
  once: undefined,
  conditions: [notSignedOffAlready, deathHasItsAdverseEvent, adverseEventsJudged],
  rules: [],
  computed: { fields: ['throughRevision'], followsItsEntry: false, from: revisionReviewed },
  // The record is signed off after all, and by the site that answers for it, also when it is closed.
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  // What was recorded after the lock is signed off as well.
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/throughRevision'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'sign-off' }],
  command: { name: 'SignOffPatient', action: 'sign-off-patient' },
  sentence: ({ throughRevision }, { patient }) =>
    `the investigator signed off the record of patient ${patient} through revision ${throughRevision}`,
  sample: { throughRevision: 9 },
});

function revisionReviewed(_: object, state: PatientState): { readonly throughRevision: number } {
  return { throughRevision: Math.max(0, lastRevision(state)) };
}
