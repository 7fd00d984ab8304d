import { calendarDate, details, freeText, moment, optionalText, words } from '@bali/schema';
import { Type } from 'typebox';
import { byTwoIfSerious } from '../annulments/by-two-people.js';
import { knownFrom, sourceInWords } from '../follow-up/place.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  endedOn,
  endInWords,
  linkedTo,
  number,
  outcome,
  relatedTo,
  relationInWords,
  seriousness,
  seriousnessInWords,
  severity,
  SIGNED_IF_SERIOUS,
} from './adverse-event.js';
import { awareAt, awarenessGiven, knownAfterItBegan } from './awareness.js';
import { adverseEventReported, JUDGED_BY_INVESTIGATOR } from './conditions.js';
import { fatalGoesWithDeath } from './death-rules.js';
import { fatalIsSerious, judgedAsAWhole, newsInOrder } from './rules.js';
import { isSerious } from './seriousness.js';

const assessedOn = calendarDate('when this was known');
const narrative = Type.Optional(freeText('narrative'));

export const AdverseEventFollowedUp = definePatientEvent('AdverseEventFollowedUp', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: {
        number,
        assessedOn,
        endedOn: Type.Optional(calendarDate('when it ended')),
        seriousness,
        outcome,
        narrative,
      },
      upcast: (data: object) => data,
    },
  ],
  about: 'news of an adverse event was recorded',
  data: {
    number,
    linkedTo,
    assessedOn,
    awareAt,
    knownFrom,
    endedOn,
    severity: Type.Optional(severity),
    seriousness,
    relatedTo: Type.Optional(relatedTo),
    outcome,
    narrative,
  },
  happened: 'assessedOn',
  mayGiveAwayArm: false,
  needs: [adverseEventReported],
  whenMissing: undefined,
  once: undefined,
  conditions: [
    awarenessGiven(({ seriousness: criteria }: { readonly seriousness: unknown }) => isSerious(criteria)),
    ...JUDGED_BY_INVESTIGATOR,
  ],
  rules: [newsInOrder, knownAfterItBegan('/startedOn'), fatalIsSerious, judgedAsAWhole, fatalGoesWithDeath],
  computed: { fields: ['linkedTo'], followsItsEntry: false, from: () => ({}) },
  // News may come after the death, such as the result of an autopsy.
  afterDeath: 'allowed',
  // What began before the withdrawal is followed for safety's sake.
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'marked',
  byWhoKnowsTheArm: { judged: { severity: undefined, relatedTo: undefined, narrative: undefined } },
  changesRecord: true,
  notCorrectable: ['/number', '/linkedTo'],
  mayBeAnnulled: byTwoIfSerious,
  signedUnder: SIGNED_IF_SERIOUS,
  command: { name: 'FollowUpAdverseEvent', action: 'report-adverse-event' },
  sentence: (data, { patient, show }) =>
    `there is news of ${data.assessedOn} of adverse event ${data.number} of patient ${patient}: ` +
    [
      ...(data.severity === undefined ? [] : [data.severity]),
      seriousnessInWords(data.seriousness),
      ...(data.relatedTo === undefined ? [] : [relationInWords(data.relatedTo)]),
      `outcome ${words(data.outcome)}`,
    ].join(', ') +
    details(
      data.linkedTo === undefined ? undefined : `recorded with the ${words(data.linkedTo)}`,
      data.awareAt === undefined ? undefined : `known at the site since ${moment(data.awareAt)}`,
      sourceInWords(data.knownFrom),
      endInWords(data.endedOn),
      optionalText('narrative', data.narrative, show),
    ),
  sample: {
    number: 1,
    assessedOn: '2026-03-20',
    endedOn: '2026-03-18',
    seriousness: [],
    outcome: 'recovered',
  },
});
