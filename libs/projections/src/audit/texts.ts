import type { FreeText, LedgerRecord } from '@bali/ledger';
import { type CorrectionEvent, definitionOf } from '@bali/trial';
import { eventFields } from '@bali/schema';
import { schemaAt } from './field-schema.js';

/** How a free text is shown, given its hash. */
export type ShowText = (hash: string) => string;

/** For who may read the texts: each in quotation marks, or that it was redacted. */
export function showTexts(texts: ReadonlyMap<string, Pick<FreeText, 'text'>>): ShowText {
  return (hash) => {
    const text = texts.get(hash)?.text;
    return text === undefined ? '[redacted]' : `“${text}”`;
  };
}

/** For who may not: which text it is, and nothing of what it says. */
export const withholdTexts: ShowText = (hash) => `[text ${hash.slice(0, 12)}]`;

/** A place in a record where the hash of a free text stands. */
export interface TextReference {
  /** JSON pointer into the record. */
  readonly field: string;
  readonly hash: string;
}

/** Every free text that a record refers to: its reason, its comments, and those that it corrects. */
export function textReferencesOf({ type, schemaVersion, data, metadata }: LedgerRecord): readonly TextReference[] {
  const inData = textsInData(type, schemaVersion, data);
  return metadata.reason === undefined ? inData : [{ field: '/metadata/reason', hash: metadata.reason }, ...inData];
}

/** The hashes of {@link textReferencesOf}. */
export function textHashesOf(record: LedgerRecord): readonly string[] {
  return textReferencesOf(record).map(({ hash }) => hash);
}

function textsInData(type: string, schemaVersion: number, data: unknown): readonly TextReference[] {
  const found: TextReference[] = [];
  const fields = data as Readonly<Record<string, unknown>>;
  for (const name of Object.keys(fields)) {
    const hash = fields[name];
    if (typeof hash === 'string' && isTextIn(type, schemaVersion, fields, name)) {
      found.push({ field: `/data/${name}`, hash });
    }
  }
  return found;
}

function isTextIn(type: string, schemaVersion: number, data: Readonly<Record<string, unknown>>, name: string): boolean {
  if (type !== 'DataCorrected') return isFreeText(type, `/${name}`, schemaVersion);
  const { correctedType, field } = data as unknown as CorrectionEvent['data'];
  return (name === 'oldValue' || name === 'newValue') && isFreeText(correctedType, field);
}

/** What was asked of each schema: there are a few fields, and millions of events. */
const asked = new WeakMap<object, Map<string, boolean>>();

/** Whether a field of an event is a free text, so that a hash stands there. */
export function isFreeText(type: string, field: string, schemaVersion?: number): boolean {
  const { data: schema } = definitionOf(type, schemaVersion);
  let fields = asked.get(schema);
  if (fields === undefined) asked.set(schema, (fields = new Map<string, boolean>()));
  const known = fields.get(field);
  if (known !== undefined) return known;
  const found = schemaAt(schema, field);
  const isText = found?.contentMediaType === eventFields.FREE_TEXT;
  // Only what the schema has: fields that anybody may write without end are not kept.
  if (found !== undefined) fields.set(field, isText);
  return isText;
}
