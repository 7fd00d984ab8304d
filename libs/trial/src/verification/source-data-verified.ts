import { FIELD_PATTERN, listed, MAX_FIELD_LENGTH, oneOf, record, uuid, visitCode } from '@bali/schema';
import { Type } from 'typebox';
import type { PatientState } from '../patient/chart.js';
import { definePatientEvent, type PatientContext } from '../patient/define-patient-event.js';
import { person } from '../data-queries/query-fields.js';
import { reasonIfTakenBack, somethingToVerify } from './conditions.js';
import { type Asked, verifiedBy } from './asked.js';

/** How many entries one command verifies at most: more would not go into one event. */
const MAX_ENTRIES = 30;
const MAX_FIELDS = 200;

const pointer = Type.String({ description: 'a JSON pointer', pattern: FIELD_PATTERN, maxLength: MAX_FIELD_LENGTH });
const entry = uuid('id of the entry');

/** A monitor has compared values with their source. A later correction or annulment breaks that, where it changes something. */
export const SourceDataVerified = definePatientEvent('SourceDataVerified', {
  schemaVersion: 1,
  about: 'values were compared with their source',
  data: {
    verdict: oneOf('whether they agree with their source, or an earlier verification of them is taken back', [
      'agrees',
      'taken-back',
    ]),
    visit: Type.Optional(visitCode('the visit of which all is verified: the visit, and what else happened on its day')),
    entries: Type.Optional(
      Type.Array(
        record({
          entry,
          fields: Type.Optional(
            Type.Array(pointer, {
              description: 'the fields that were compared; absent: each that was entered',
              minItems: 1,
              maxItems: MAX_FIELDS,
              uniqueItems: true,
            }),
          ),
        }),
        { description: 'the entries that were compared', minItems: 1, maxItems: MAX_ENTRIES },
      ),
    ),
    verified: Type.Array(
      record({
        entry,
        fields: Type.Array(pointer, { description: 'the fields that were compared', maxItems: MAX_FIELDS }),
      }),
      { description: 'what was compared, field by field, as it stood then', maxItems: MAX_ENTRIES },
    ),
    verifiedBy: person('who compared them'),
  },
  happened: undefined,
  mayGiveAwayArm: false,
  needs: [],
  whenMissing: undefined,
  once: undefined,
  conditions: [somethingToVerify, reasonIfTakenBack],
  rules: [],
  computed: { fields: ['verified', 'verifiedBy'], followsItsEntry: false, from },
  afterDeath: 'allowed',
  afterWithdrawal: 'allowed',
  afterSiteClosed: 'allowed',
  afterLock: 'allowed',
  byWhoKnowsTheArm: 'allowed',
  changesRecord: false,
  notCorrectable: ['/verdict', '/visit', '/entries', '/verified', '/verifiedBy'],
  // What was verified by mistake is taken back by an event of the same kind.
  mayBeAnnulled: false,
  signedUnder: [],
  command: { name: 'VerifySourceData', action: 'verify-source-data' },
  sentence: ({ verdict, visit, verified }, { patient }) => {
    const of = verified.map((one) => `${one.fields.join(', ')} of ${one.entry}`);
    const which = `values of patient ${patient}${visit === undefined ? '' : ` at visit ${visit}`}`;
    return verdict === 'agrees'
      ? `${which} agree with their source: ${listed(of)}`
      : `the verification of ${which} was taken back: ${listed(of)}`;
  },
  sample: {
    verdict: 'agrees',
    entries: [{ entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', fields: ['/volumeMl'] }],
    verified: [{ entry: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10', fields: ['/volumeMl'] }],
    verifiedBy: 'u-021',
  },
});

function from(asked: Asked, state: PatientState, context: PatientContext) {
  const verified = verifiedBy(asked, state, context.trial).map(({ fields, entry: id }) => ({
    entry: id,
    fields: [...fields],
  }));
  return { verified, verifiedBy: context.by ?? 'unknown' };
}
