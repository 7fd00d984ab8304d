import { reasonGiven } from '../condition.js';
import { definePatientEvent } from '../patient/define-patient-event.js';
import { notByWhoAnswered, ofTheRoleThatRaised, queryIsClosed, queryIsThere } from './standing-conditions.js';
import { queryNumber } from './query-fields.js';

/** The answer of a closed query turned out not to be enough: the site is asked again. */
export const QueryReopened = definePatientEvent('QueryReopened', {
  schemaVersion: 1,
  about: 'a closed query was opened again',
  data: { number: queryNumber },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [queryIsThere],
  whenMissing: undefined,
  once: undefined,
  conditions: [queryIsClosed, ofTheRoleThatRaised, notByWhoAnswered, reasonGiven('Opening a query again')],
  rules: [],
  computed: undefined,
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/number'],
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'ReopenQuery', action: 'close-query' },
  sentence: ({ number }, { patient }) => `query ${number} of patient ${patient} was opened again`,
  sample: { number: 1 },
});
