import { calendarDate, details, freeText, optionalText, words } from '@bali/schema';
import { Type } from 'typebox';
import { byTwoIfSerious } from '../annulments/by-two-people.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  endedOn,
  endInWords,
  number,
  outcome,
  seriousness,
  seriousnessInWords,
  SIGNED_IF_SERIOUS,
} from './adverse-event.js';
import { adverseEventReported } from './conditions.js';
import { fatalIsSerious, newsInOrder } from './rules.js';

export const AdverseEventFollowedUp = definePatientEvent('AdverseEventFollowedUp', {
  schemaVersion: 1,
  about: 'news of an adverse event was recorded',
  data: {
    number,
    assessedOn: calendarDate('when this was known'),
    endedOn,
    seriousness,
    outcome,
    narrative: Type.Optional(freeText('narrative')),
  },
  happened: 'assessedOn',
  mayGiveAwayArm: false,
  needs: [adverseEventReported],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
  rules: [newsInOrder, fatalIsSerious],
  computed: undefined,
  // News may come after the death, such as the result of an autopsy.
  afterDeath: 'allowed',
  // What began before the withdrawal is followed for safety's sake.
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/number'],
  mayBeAnnulled: byTwoIfSerious,
  signedUnder: SIGNED_IF_SERIOUS,
  command: { name: 'FollowUpAdverseEvent', action: 'report-adverse-event' },
  sentence: (data, { patient, show }) =>
    `there is news of ${data.assessedOn} of adverse event ${data.number} of patient ${patient}: ` +
    `${seriousnessInWords(data.seriousness)}, outcome ${words(data.outcome)}` +
    details(endInWords(data.endedOn), optionalText('narrative', data.narrative, show)),
  sample: {
    number: 1,
    assessedOn: '2026-03-20',
    endedOn: '2026-03-18',
    seriousness: [],
    outcome: 'recovered',
  },
});
