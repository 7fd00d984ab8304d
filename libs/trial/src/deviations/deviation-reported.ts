import {
  details,
  freeText,
  oneOf,
  optionalText,
  partialDate,
  SAMPLE_TEXT_HASH,
  uuid,
  whole,
  words,
} from '@bali/schema';
import { Type } from 'typebox';
import { all, allStruck, type PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { person } from '../data-queries/query-fields.js';
import { entryIfNamed } from './conditions.js';
import { REPORTED_KINDS } from './reported-kinds.js';

/** A deviation that no rule finds in the record: somebody saw it. */
export const DeviationReported = definePatientEvent('DeviationReported', {
  schemaVersion: 1,
  about: 'a deviation from the protocol was reported',
  data: {
    number: whole('the number of the reported deviation for this patient, from 1', 1, 10_000),
    kind: oneOf('what it concerns', REPORTED_KINDS),
    occurredOn: partialDate('when it occurred'),
    entry: Type.Optional(uuid('id of the entry that it is about')),
    description: freeText('what deviated from the protocol'),
    reportedBy: person('who reported it'),
  },
  happened: 'occurredOn',
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [entryIfNamed],
  rules: [],
  computed: { fields: ['number', 'reportedBy'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  // Whoever knows the arm has the deviation sealed, as a judgement.
  byWhoKnowsTheArm: 'refused',
  changesRecord: false,
  notCorrectable: ['/number', '/reportedBy'],
  mayBeAnnulled: true,
  signedUnder: [],
  command: { name: 'ReportDeviation', action: 'report-deviation' },
  sentence: ({ number, kind, occurredOn, entry, description }, { patient, show }) =>
    `deviation ${number} of patient ${patient} was reported, of ${occurredOn}: ${words(kind)}` +
    details(entry && `about entry ${entry}`, optionalText('description', description, show)),
  sample: {
    number: 1,
    kind: 'procedure',
    occurredOn: '2026-03-10',
    description: SAMPLE_TEXT_HASH,
    reportedBy: 'u-021',
  },
});

interface Computed {
  readonly number: number;
  readonly reportedBy: string;
}

function from(_: object, state: PatientState, { by }: PatientContext): Computed {
  const reported = [...all(state, 'DeviationReported'), ...allStruck(state, 'DeviationReported')];
  const number = Math.max(0, ...reported.map(({ data }) => data.number)) + 1;
  return { number, reportedBy: by ?? 'unknown' };
}
