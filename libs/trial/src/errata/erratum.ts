import { correctionFields, correctionInWords } from '../corrections/data-corrected.js';
import {
  type About,
  defineEvent,
  details,
  type EventOf,
  eventInWords,
  line,
  namesTypes,
  oneOf,
  uuid,
} from '@bali/schema';
import { type Static, type TObject, Type } from 'typebox';

const KINDS = ['value', 'not-to-count', 'to-count'] as const;

const { field, oldValue, newValue, computed } = correctionFields;

const first = {
  kind: oneOf('whether a value was wrong, or an entry has not to count, or has to', KINDS),
  correctedEvent: uuid('id of the entry that it is about'),
  correctedType: line('type of that entry'),
  field: Type.Optional(field),
  oldValue,
  newValue,
  computed,
};
const knewArm = Type.Boolean({ description: 'whether whoever authorised it had been told the arm of the patient' });

/**
 * After the unblinding of the trial the locked record stays as it is. This says what of it was wrong: a value, with the old and the
 * new one; an entry that should not be there; or one that was recorded after the lock and belongs there. Reports show both
 * results, the locked one first.
 */
export const Erratum = defineEvent('Erratum', {
  schemaVersion: 2,
  earlier: [{ schemaVersion: 1, data: { ...first, knewArm }, upcast: (data: object) => data, sentence: inFirstWords }],
  about: 'what was wrong in the locked record was said after the unblinding of the trial',
  // Of the entries about the trial or a site, nobody's arm is asked.
  data: { ...first, knewArm: Type.Optional(knewArm) },
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
  sentence: (erratum, about) => told(erratum, about, named(erratum, about)),
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

type Told = Static<TObject<typeof first>> & { readonly knewArm?: boolean };

/** What the entry says that happened, since nobody reads names of types. */
function named({ correctedType, correctedEvent }: Told, about: About): string {
  const { patient } = about;
  return `the entry ${eventInWords(correctedType, about)} (${correctedEvent})${patient === '' ? '' : ` of patient ${patient}`}`;
}

/** As the first version said it, in the words of that time. */
function inFirstWords(erratum: Told, about: About): string {
  if (!namesTypes(about)) return told(erratum, about, named(erratum, about));
  return told(
    erratum,
    about,
    `the entry ${erratum.correctedType} (${erratum.correctedEvent}) of patient ${about.patient}`,
  );
}

function told(erratum: Told, about: About, entry: string): string {
  const { kind, field: pointer } = erratum;
  const known = details(erratum.knewArm === true ? 'by somebody who had been told the arm' : undefined);
  if (kind === 'value' && pointer !== undefined) {
    const correction = correctionInWords({ ...erratum, field: pointer }, about);
    return `said in an erratum what was wrong when the record was locked, which stays as it is: ${correction}${known}`;
  }
  const counts = kind === 'to-count' ? 'has to count' : 'has not to count';
  return `said in an erratum that ${entry} ${counts} beside the locked result, which stays as it is${known}`;
}
