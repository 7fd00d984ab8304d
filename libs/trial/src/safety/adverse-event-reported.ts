import { calendarDate, details, freeText, line, oneOf, optionalText, words } from '@bali/schema';
import { Type } from 'typebox';
import { all, allStruck, type PatientState } from '../patient/chart.js';
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
import { fatalIsSerious, reportInOrder } from './rules.js';

const RELATIONSHIPS = [
  'not-related',
  'harvest',
  'anaesthesia',
  'implantation-procedure',
  'implanted-product',
  'not-assessable',
] as const;

export const AdverseEventReported = definePatientEvent('AdverseEventReported', {
  schemaVersion: 1,
  about: 'an adverse event was reported',
  data: {
    number,
    term: line('what it was, in medical words'),
    startedOn: calendarDate('when it began'),
    endedOn,
    severity: oneOf('severity', ['mild', 'moderate', 'severe']),
    seriousness,
    relatedTo: oneOf('what it may be due to, in the investigator’s judgement', RELATIONSHIPS),
    outcome,
    narrative: Type.Optional(freeText('narrative')),
  },
  happened: 'startedOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [],
  rules: [reportInOrder, fatalIsSerious],
  computed: { fields: ['number'], followsItsEntry: false, from: nextNumber },
  afterDeath: 'refused',
  afterWithdrawal: 'refused',
  afterSiteClosed: 'allowed',
  afterLock: 'refused',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: true,
  notCorrectable: ['/number'],
  mayBeAnnulled: byTwoIfSerious,
  signedUnder: SIGNED_IF_SERIOUS,
  command: { name: 'ReportAdverseEvent', action: 'report-adverse-event' },
  sentence: (data, { patient, show }) =>
    `patient ${patient} had adverse event ${data.number}, “${data.term}”, since ${data.startedOn}: ${data.severity}, ` +
    `${seriousnessInWords(data.seriousness)}, ${relation(data.relatedTo)}, outcome ${words(data.outcome)}` +
    details(endInWords(data.endedOn), optionalText('narrative', data.narrative, show)),
  sample: {
    number: 1,
    term: 'Haematoma at the puncture site',
    startedOn: '2026-03-11',
    severity: 'mild',
    seriousness: [],
    relatedTo: 'harvest',
    outcome: 'recovering',
  },
});

function nextNumber(_: object, state: PatientState): { readonly number: number } {
  const { length: standing } = all(state, 'AdverseEventReported');
  // The number of a report that was annulled is given to no other.
  return { number: standing + allStruck(state, 'AdverseEventReported').length + 1 };
}

function relation(relatedTo: string): string {
  if (relatedTo === 'not-related') return 'not related to the trial';
  return relatedTo === 'not-assessable' ? 'relation not assessable' : `possibly due to the ${words(relatedTo)}`;
}
