import {
  calendarDate,
  details,
  freeText,
  line,
  moment,
  oneOf,
  optionalText,
  partialDate,
  SAMPLE_TEXT_HASH,
  words,
} from '@bali/schema';
import { Type } from 'typebox';
import { byTwoIfSerious } from '../annulments/by-two-people.js';
import { knownFrom, sourceInWords } from '../follow-up/place.js';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  adverseEventInWords,
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
  SIGNED_IF_JUDGED_SERIOUS,
} from './adverse-event.js';
import { nextAdverseEventNumber } from './adverse-events-of.js';
import { awareAt, awarenessGiven, knownAfterItBegan } from './awareness.js';
import { infarctionSaid, JUDGED_BY_INVESTIGATOR, namedAsReported } from './conditions.js';
import { fatalGoesWithDeath } from './death-rules.js';
import { fatalIsSerious, judgedAsAWhole, reportInOrder } from './rules.js';

const narrative = Type.Optional(freeText('narrative'));
const term = line('what it was, in medical words');

export const AdverseEventReported = definePatientEvent('AdverseEventReported', {
  schemaVersion: 2,
  earlier: [
    {
      schemaVersion: 1,
      data: {
        number,
        term,
        startedOn: calendarDate('when it began'),
        endedOn: Type.Optional(calendarDate('when it ended')),
        severity,
        seriousness,
        relatedTo,
        outcome,
        narrative,
      },
      upcast: (data: object) => data,
    },
  ],
  about: 'an adverse event was reported',
  data: {
    number,
    term: Type.Optional(term),
    termAsReported: Type.Optional(freeText('what it was, in the words of whoever reported it')),
    kind: Type.Optional(
      oneOf('what is reported; absent: an adverse event as such', ['adverse-event', 'pregnancy', 'medication-error']),
    ),
    infarction: Type.Optional(
      oneOf('whether it is an infarction of the heart or of the brain', ['no', 'myocardial', 'brain']),
    ),
    linkedTo,
    awareAt,
    knownFrom,
    startedOn: partialDate('when it began'),
    endedOn,
    severity: Type.Optional(severity),
    seriousness,
    relatedTo: Type.Optional(relatedTo),
    outcome,
    narrative,
  },
  happened: 'startedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [namedAsReported, infarctionSaid, awarenessGiven(), ...JUDGED_BY_INVESTIGATOR],
  rules: [reportInOrder, knownAfterItBegan('/startedOn'), fatalIsSerious, judgedAsAWhole, fatalGoesWithDeath],
  computed: { fields: ['number', 'term', 'linkedTo'], followsItsEntry: false, from: nextNumber },
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'allowed',
  afterLock: 'marked',
  byWhoKnowsTheArm: { judged: { severity: undefined, relatedTo: undefined, narrative: undefined } },
  changesRecord: true,
  // A term of the first version is put right by `/termAsReported`, which can be erased.
  notCorrectable: ['/number', '/term', '/linkedTo'],
  mayBeAnnulled: byTwoIfSerious,
  signedUnder: SIGNED_IF_JUDGED_SERIOUS,
  command: { name: 'ReportAdverseEvent', action: 'report-adverse-event' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} had ${named(data.kind)} ${data.number}, ${adverseEventInWords(data, show)}, since ${data.startedOn}: ` +
    `${data.severity ?? 'severity not judged yet'}, ${seriousnessInWords(data.seriousness)}, ` +
    `${data.relatedTo === undefined ? 'relation not judged yet' : relationInWords(data.relatedTo)}, ` +
    `outcome ${words(data.outcome)}` +
    details(
      data.infarction === undefined || data.infarction === 'no' ? undefined : `${data.infarction} infarction`,
      data.linkedTo === undefined ? undefined : `recorded with the ${words(data.linkedTo)}`,
      data.awareAt === undefined ? undefined : `known at the site since ${moment(data.awareAt)}`,
      sourceInWords(data.knownFrom),
      endInWords(data.endedOn),
      optionalText('narrative', data.narrative, show),
    ),
  sample: {
    number: 1,
    termAsReported: SAMPLE_TEXT_HASH,
    infarction: 'no',
    awareAt: '2026-03-11T16:30:00+01:00',
    startedOn: '2026-03-11',
    severity: 'mild',
    seriousness: [],
    relatedTo: 'harvest',
    outcome: 'recovering',
  },
});

function nextNumber(_: object, state: PatientState): { readonly number: number } {
  return { number: nextAdverseEventNumber(state) };
}

function named(kind: string | undefined): string {
  return kind === undefined || kind === 'adverse-event' ? 'adverse event' : `${words(kind)}, adverse event`;
}
