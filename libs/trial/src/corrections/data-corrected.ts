import { canonicalJson } from '@bali/ledger';
import {
  type About,
  defineEvent,
  describedField,
  type EventOf,
  eventInWords,
  FIELD_PATTERN,
  isFreeTextAt,
  line,
  MAX_FIELD_LENGTH,
  namesTypes,
  type ShowText,
  uuid,
} from '@bali/schema';
import { Type } from 'typebox';
import { isSerious } from '../safety/seriousness.js';

const value = (description: string) =>
  Type.Optional(
    Type.Unknown({ description: `${description}; absent: there was none. A free text stands here as its hash` }),
  );

/** The fields of a correction, in each ledger that has corrections. */
export const correctionFields = {
  correctedEvent: uuid('id of the event that holds the field'),
  correctedType: line('type of that event'),
  field: Type.String({
    description: 'JSON pointer into its data',
    pattern: FIELD_PATTERN,
    maxLength: MAX_FIELD_LENGTH,
  }),
  oldValue: value('the value until now'),
  newValue: value('the value from now on'),
  computed: Type.Boolean({ description: 'whether the software computed it from a corrected value' }),
};

interface Correction {
  readonly correctedEvent: string;
  readonly correctedType: string;
  readonly field: string;
  readonly oldValue?: unknown;
  readonly newValue?: unknown;
  readonly computed: boolean;
}

/** A mistake is never overwritten: this says what was wrong, in which event, and what is right. In either kind of stream. */
export const DataCorrected = defineEvent('DataCorrected', {
  schemaVersion: 1,
  about: 'a value was corrected',
  data: correctionFields,
  happened: undefined,
  // What it gives away is what the corrected event gives away: see `mayGiveAwayArm`.
  mayGiveAwayArm: false,
  notCorrectable: ['/correctedEvent', '/correctedType', '/field', '/oldValue', '/newValue', '/computed'],
  mayBeAnnulled: false,
  signedUnder: [{ signature: 'serious-adverse-event', onlyIf: makesSerious }],
  command: { name: 'CorrectPatientData', action: 'correct-data' },
  sentence: correctionInWords,
  sample: {
    correctedEvent: '5e7f1f56-3a4e-5d0b-9d7e-0c5a3c1a9b10',
    correctedType: 'Harvested',
    field: '/volumeMl',
    oldValue: 500,
    newValue: 480,
    computed: false,
  },
});

export type CorrectionEvent = EventOf<typeof DataCorrected>;

/** Whether a correction makes an adverse event meet a seriousness criterion. */
function makesSerious({ correctedType, field, newValue }: Correction): boolean {
  return correctedType.startsWith('AdverseEvent') && /^\/seriousness($|\/)/.test(field) && isSerious(newValue);
}

/** From this version of the words on, the description of a field stands in quotation marks, since it may begin with any word. */
const WORDING_NAMED = 3;

/** What follows the person's name: which field, in which event, from which value to which. */
export function correctionInWords(correction: Correction, about: About): string {
  const { patient, show, wording = WORDING_NAMED, definitionOf } = about;
  const { correctedEvent, correctedType, field, oldValue, newValue, computed } = correction;
  const { data: schema } = definitionOf(correctedType);
  const shown = (value: unknown): string => valueInWords(value, isFreeTextAt(schema, field) ? show : undefined);
  const named = describedField(schema, field);
  const record = patient === '' ? 'the record of the trial' : `the record of patient ${patient}`;
  const which = namesTypes(about)
    ? `${wording < WORDING_NAMED ? `the ${named}` : `“${named}”`} (${field} of ${correctedType} ${correctedEvent})`
    : `“${named}” of the entry ${eventInWords(correctedType, about)} (${field} of ${correctedEvent})`;
  return (
    `corrected in ${record} ${which} from ${shown(oldValue)} to ${shown(newValue)}` +
    (computed ? ', as the software computed from another value that was corrected' : '')
  );
}

function valueInWords(value: unknown, show: ShowText | undefined): string {
  if (value === undefined) return 'nothing';
  if (typeof value !== 'string') return canonicalJson(value);
  return show === undefined ? `“${value}”` : show(value);
}
