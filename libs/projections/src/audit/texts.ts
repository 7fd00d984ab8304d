import type { FreeText, LedgerRecord } from '@bali/ledger';
import { type CorrectionEvent, definitionOf } from '@bali/trial';
import { isFreeTextAt, type ShowText } from '@bali/schema';

/** For those who may read the texts: each in quotation marks, or that it was redacted. */
export function showTexts(texts: ReadonlyMap<string, Pick<FreeText, 'text'>>): ShowText {
  return (hash) => {
    const text = texts.get(hash)?.text;
    return text === undefined ? '[redacted]' : `“${text}”`;
  };
}

/** For those who may not: which text it is, and nothing of what it says. */
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

/** Whether a field of an event is a free text, so that a hash stands there. */
function isFreeText(type: string, field: string, schemaVersion?: number): boolean {
  return isFreeTextAt(definitionOf(type, schemaVersion).data, field);
}
