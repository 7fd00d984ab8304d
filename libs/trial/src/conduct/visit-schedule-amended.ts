import { FOLLOW_UP_VISITS } from '@bali/protocol';
import { calendarDate, line } from '@bali/schema';
import { reasonGiven } from '../condition.js';
import { defineTrialEvent } from '../trial/define-trial-event.js';
import { VISIT_RULES, visits, visitsInWords } from './visits.js';

export const VisitScheduleAmended = defineTrialEvent('VisitScheduleAmended', {
  schemaVersion: 1,
  about: 'the follow-up visits were amended',
  data: {
    visits,
    protocolVersion: line('the protocol that the amendment makes'),
    amendedOn: calendarDate('when the amendment took effect'),
  },
  happened: 'amendedOn',
  mayGiveAwayArm: false,
  conditions: [reasonGiven('An amendment')],
  rules: VISIT_RULES,
  computed: undefined,
  afterLock: 'refused',
  notCorrectable: [],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'AmendVisitSchedule', action: 'amend-visit-schedule' },
  sentence: (data) =>
    `the follow-up visits were amended to ${visitsInWords(data.visits)} on ${data.amendedOn} ` +
    `(protocol ${data.protocolVersion})`,
  sample: { visits: [...FOLLOW_UP_VISITS], protocolVersion: '2.1', amendedOn: '2026-06-02' },
});
