import { definePatientEvent } from '../patient/define-patient-event.js';
import {
  answeredOrExplained,
  notByWhoAnswered,
  ofTheRoleThatRaised,
  queryIsThere,
  queryNotClosed,
} from './standing-conditions.js';
import { queryNumber } from './query-fields.js';

/** Those who raised a query are content with its answer, or it was raised in error, which they say. */
export const QueryClosed = definePatientEvent('QueryClosed', {
  schemaVersion: 1,
  about: 'a query was closed',
  data: { number: queryNumber },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [queryIsThere],
  whenMissing: undefined,
  once: undefined,
  conditions: [queryNotClosed, ofTheRoleThatRaised, notByWhoAnswered, answeredOrExplained],
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
  command: { name: 'CloseQuery', action: 'close-query' },
  sentence: ({ number }, { patient }) => `query ${number} of patient ${patient} was closed`,
  sample: { number: 1 },
});
