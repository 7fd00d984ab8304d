import { details, freeText, oneOf, optionalText, SAMPLE_TEXT_HASH, words } from '@bali/schema';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import type { PatientState } from '../patient/chart.js';
import { queryIsThere, queryNotClosed } from './standing-conditions.js';
import { person, QUERY_ANSWERS, queryNumber } from './query-fields.js';

/** The site answers. It may answer again as long as the query is not closed: the last answer counts, and all of them stay. */
export const QueryAnswered = definePatientEvent('QueryAnswered', {
  schemaVersion: 1,
  about: 'the site answered a query',
  data: {
    number: queryNumber,
    outcome: oneOf('what the site found', QUERY_ANSWERS),
    answer: freeText('answer'),
    answeredBy: person('who answered'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [queryIsThere],
  whenMissing: undefined,
  once: undefined,
  conditions: [queryNotClosed],
  rules: [],
  computed: { fields: ['answeredBy'], followsItsEntry: false, from: answeredBy },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/number', '/outcome', '/answer', '/answeredBy'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'AnswerQuery', action: 'answer-query' },
  sentence: ({ number, outcome, answer }, { patient, show }) =>
    `the site answered query ${number} of patient ${patient}: ${words(outcome)}` +
    details(optionalText('answer', answer, show)),
  sample: { number: 1, outcome: 'confirmed', answer: SAMPLE_TEXT_HASH, answeredBy: 'u-017' },
});

function answeredBy(_: object, __: PatientState, { by }: PatientContext): { readonly answeredBy: string } {
  return { answeredBy: by ?? 'unknown' };
}
