import { correctionFields, correctionInWords } from '../corrections/data-corrected.js';
import { defineEvent, details, type EventOf, line, oneOf, uuid } from '@bali/schema';
import { Type } from 'typebox';

const KINDS = ['value', 'not-to-count', 'to-count'] as const;

const { field, oldValue, newValue, computed } = correctionFields;

/**
 * After the unblinding of the trial the locked record stays as it is. This says what of it was wrong: a value, with the old and the
 * new one; an entry that should not be there; or one that was recorded after the lock and belongs there. Reports show both
 * results, the locked one first.
 */
export const Erratum = defineEvent('Erratum', {
  schemaVersion: 1,
  about: 'what was wrong in the locked record was said after the unblinding of the trial',
  data: {
    kind: oneOf('whether a value was wrong, or an entry has not to count, or has to', KINDS),
    correctedEvent: uuid('id of the entry that it is about'),
    correctedType: line('type of that entry'),
    field: Type.Optional(field),
    oldValue,
    newValue,
    computed,
    knewArm: Type.Boolean({ description: 'whether whoever authorised it had been told the arm of the patient' }),
  },
  happened: undefined,
  // What it gives away is what the entry does: see `mayGiveAwayArm`.
  mayGiveAwayArm: false,
  notCorrectable: [
    '/kind',
    '/correctedEvent',
    '/correctedType',
    '/field',
    '/oldValue',
    '/newValue',
    '/computed',
    '/knewArm',
  ],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'erratum' }],
  command: { name: 'RecordErratum', action: 'record-erratum' },
  sentence: ({ kind, field: pointer, knewArm, ...erratum }, about) => {
    const { patient } = about;
    const known = details(knewArm ? 'by somebody who had been told the arm' : undefined);
    if (kind === 'value' && pointer !== undefined) {
      return `said in an erratum what was wrong when the record was locked, which stays as it is: ${correctionInWords(
        { ...erratum, field: pointer },
        about,
      )}${known}`;
    }
    const { correctedType, correctedEvent } = erratum;
    const counts = kind === 'to-count' ? 'has to count' : 'has not to count';
    return (
      `said in an erratum that the entry ${correctedType} (${correctedEvent}) of patient ${patient} ${counts} beside the locked ` +
      `result, which stays as it is${known}`
    );
  },
  sample: {
    kind: 'value',
    correctedEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    correctedType: 'Harvested',
    field: '/volumeMl',
    oldValue: 500,
    newValue: 480,
    computed: false,
    knewArm: false,
  },
});

export type ErratumEvent = EventOf<typeof Erratum>;
