import { onDate } from '@bali/protocol';
import { calendarDate, partialDate } from '@bali/schema';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { notCompleted, notLost, notSeenLater } from './conditions.js';

export const LostToFollowUp = definePatientEvent('LostToFollowUp', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: { lastContactOn: calendarDate('the last contact') },
      upcast: (data: object) => data,
    },
  ],
  about: 'the patient was lost to follow-up',
  data: { lastContactOn: partialDate('the last contact') },
  happened: 'lastContactOn',
  mayGiveAwayArm: false,
  needs: [notLost, notCompleted, notSeenLater],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
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
  command: { name: 'RecordLossToFollowUp', action: 'record-loss-to-follow-up' },
  sentence: ({ lastContactOn }, { patient }) =>
    `patient ${patient} was lost to follow-up; the last contact was ${onDate(lastContactOn)}`,
  sample: { lastContactOn: '2026-10-01' },
});
