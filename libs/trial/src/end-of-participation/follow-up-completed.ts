import { calendarDate } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { Randomized } from '../randomization/randomized.js';
import { treatmentSettled } from '../treatment/conditions.js';
import { seenAtTheEnd } from './conditions.js';

export const FollowUpCompleted = definePatientEvent('FollowUpCompleted', {
  schemaVersion: 1,
  about: 'the patient completed the follow-up',
  data: { completedOn: calendarDate('when it was completed') },
  happened: 'completedOn',
  mayGiveAwayArm: false,
  // Whoever is randomized is followed up, implanted or not.
  needs: [Randomized, treatmentSettled],
  whenMissing: undefined,
  once: {
    code: 'follow-up-already-completed',
    sentence: () => 'The patient has completed the follow-up already: correct the completion, or have it annulled.',
  },
  conditions: [seenAtTheEnd],
  rules: [],
  computed: undefined,
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  // Nobody's participation lasts for ever because the site is closed.
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'CompleteFollowUp', action: 'record-completion' },
  sentence: ({ completedOn }, { patient }) => `patient ${patient} completed the follow-up on ${completedOn}`,
  sample: { completedOn: '2026-09-10' },
});
