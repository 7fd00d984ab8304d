import type { FreeText, LedgerRecord } from '@bali/ledger';
import { type CorrectionEvent, definitionOf, eventFields } from '@bali/trial';
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
  const reason = metadata.reason === undefined ? [] : [{ field: '/metadata/reason', hash: metadata.reason }];
  return [...reason, ...textsInData(type, schemaVersion, data)];
}

/** The hashes of {@link textReferencesOf}. */
export function textHashesOf(record: LedgerRecord): readonly string[] {
  return textReferencesOf(record).map(({ hash }) => hash);
}

function textsInData(type: string, schemaVersion: number, data: unknown): readonly TextReference[] {
  const fields = Object.entries(data as Readonly<Record<string, unknown>>);
  const isText = (name: string): boolean => {
    if (type !== 'DataCorrected') return isFreeText(type, `/${name}`, schemaVersion);
    const { correctedType, field } = data as CorrectionEvent['data'];
    return (name === 'oldValue' || name === 'newValue') && isFreeText(correctedType, field);
  };
  return fields.flatMap(([name, hash]) =>
    typeof hash === 'string' && isText(name) ? [{ field: `/data/${name}`, hash }] : [],
  );
}

/** Whether a field of an event is a free text, so that a hash stands there. */
export function isFreeText(type: string, field: string, schemaVersion?: number): boolean {
  return schemaAt(definitionOf(type, schemaVersion).data, field)?.contentMediaType === eventFields.FREE_TEXT;
}
