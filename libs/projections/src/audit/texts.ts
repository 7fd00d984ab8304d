import type { FreeText, LedgerRecord } from '@bali/ledger';
import { type CorrectionEvent, definitionOf, eventFields } from '@bali/trial';
import { schemaAt } from './field-schema.js';

/** How a free text is shown, given its hash. */
export type ShowText = (hash: string) => string;

/** For who may read the texts: each in quotation marks, or that it was redacted. */
export function showTexts(texts: ReadonlyMap<string, FreeText>): ShowText {
  return (hash) => {
    const text = texts.get(hash)?.text;
    return text === undefined ? '[redacted]' : `“${text}”`;
  };
}

/** For who may not: which text it is, and nothing of what it says. */
export const withholdTexts: ShowText = (hash) => `[text ${hash.slice(0, 12)}]`;

/** The hashes of every free text that a record refers to: its reason, its comments, and those that it corrects. */
export function textHashesOf({ type, schemaVersion, data, metadata }: LedgerRecord): readonly string[] {
  const reason = metadata.reason === undefined ? [] : [metadata.reason];
  if (type === 'DataCorrected') {
    const { correctedType, field, oldValue, newValue } = data as CorrectionEvent['data'];
    if (!isFreeText(correctedType, field)) return reason;
    return [...reason, oldValue, newValue].filter((hash) => typeof hash === 'string');
  }
  const texts = Object.entries(data as Readonly<Record<string, unknown>>)
    .filter(([name]) => isFreeText(type, `/${name}`, schemaVersion))
    .map(([, hash]) => hash as string);
  return [...reason, ...texts];
}

/** Whether a field of an event is a free text, so that a hash stands there. */
export function isFreeText(type: string, field: string, schemaVersion?: number): boolean {
  return schemaAt(definitionOf(type, schemaVersion).data, field)?.contentMediaType === eventFields.FREE_TEXT;
}
