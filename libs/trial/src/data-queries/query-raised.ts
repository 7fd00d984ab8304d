import {
  details,
  EVENT_TYPE_PATTERN,
  FIELD_PATTERN,
  freeText,
  line,
  MAX_FIELD_LENGTH,
  oneOf,
  optionalText,
  record,
  uuid,
  visitCode,
  whole,
  words,
} from '@bali/schema';
import { Type } from 'typebox';
import { all, type PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { BY_THE_SOFTWARE, person, queryNumber, RECEPTION_TOPICS } from './query-fields.js';
import { QUERY_CONDITIONS } from './target-conditions.js';

/** Somebody who oversees the data, or the software, asks the site about a value, an entry, or an entry that is missing. */
export const QueryRaised = definePatientEvent('QueryRaised', {
  schemaVersion: 1,
  about: 'a query was raised',
  data: {
    number: queryNumber,
    entry: Type.Optional(uuid('id of the entry that it is about')),
    field: Type.Optional(
      Type.String({
        description: 'the field of that entry, as a JSON pointer into its data',
        pattern: FIELD_PATTERN,
        maxLength: MAX_FIELD_LENGTH,
      }),
    ),
    missing: Type.Optional(
      record(
        {
          type: Type.String({ description: 'the type of the event that is missing', pattern: EVENT_TYPE_PATTERN }),
          visit: Type.Optional(visitCode('the visit, where one is missing')),
        },
        'an entry that should be there',
      ),
    ),
    topic: Type.Optional(
      oneOf('what of a reception the cell therapy unit asks about: the only thing that it asks', RECEPTION_TOPICS),
    ),
    check: Type.Optional(line('the check that was overridden, where the software asks')),
    entriesBefore: Type.Optional(
      whole('where the software asks: how many events before this one the entry stands', 1, 1_000),
    ),
    question: Type.Optional(freeText('question')),
    raisedBy: person('who raised it'),
    raisedByRole: line('the role in which it was raised'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: QUERY_CONDITIONS,
  rules: [],
  computed: { fields: ['number', 'check', 'entriesBefore', 'raisedBy', 'raisedByRole'], followsItsEntry: false, from },
  // A query changes no data: it is raised and answered for as long as somebody has a question.
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/number', '/entry', '/field', '/missing', '/topic', '/check', '/entriesBefore', '/question'].concat(
    '/raisedBy',
    '/raisedByRole',
  ),
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'RaiseQuery', action: 'raise-query' },
  sentence: (data, { patient, show }) => {
    const { number, raisedByRole, check, question } = data;
    const raised = raisedByRole === BY_THE_SOFTWARE ? 'the software raised query' : 'query';
    const verb = raisedByRole === BY_THE_SOFTWARE ? '' : ' was raised';
    return (
      `${raised} ${number} of patient ${patient}${verb} about ${targetInWords(data)}` +
      details(check && `the check “${words(check)}” was overridden`, optionalText('question', question, show))
    );
  },
  sample: {
    number: 1,
    entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    field: '/volumeMl',
    question: '3b8d1f0c'.repeat(8),
    raisedBy: 'u-021',
    raisedByRole: 'monitor',
  },
});

interface Target {
  readonly entry?: string;
  readonly field?: string;
  readonly missing?: { readonly type: string; readonly visit?: string };
  readonly topic?: string;
}

function targetInWords({ entry, field, missing, topic }: Target): string {
  if (missing !== undefined) {
    return `a missing ${missing.type}${missing.visit === undefined ? '' : ` of visit ${missing.visit}`}`;
  }
  const of = entry === undefined ? 'the entry that was recorded with it' : `entry ${entry}`;
  if (topic !== undefined) return `the ${words(topic)} at the reception of ${of}`;
  return field === undefined ? of : `${field} of ${of}`;
}

interface Raised {
  readonly number: number;
  readonly raisedBy: string;
  readonly raisedByRole: string;
}

function from(_: object, state: PatientState, { by, role }: PatientContext): Raised {
  return { number: nextQueryNumber(state), raisedBy: by ?? 'unknown', raisedByRole: role ?? 'unknown' };
}

export function nextQueryNumber(state: PatientState): number {
  return Math.max(0, ...all(state, 'QueryRaised').map(({ data }) => data.number)) + 1;
}
