import type { FreeText, LedgerRecord } from '@bali/ledger';
import { type CorrectionEvent, definitionOf, type RedactionEvent } from '@bali/trial';
import { isFreeTextAt, type ShowText } from '@bali/schema';

/**
 * What is wrong with a free text that its reader may know, and that is not here although no event that is known here says that it
 * was redacted: it is gone; something else is in its place; or it is gone, and an event says so that comes after those shown.
 */
export const TEXT_FAULTS = ['missing', 'altered', 'redacted-later'] as const;
export type TextFault = (typeof TEXT_FAULTS)[number];

const INSTEAD: Readonly<Record<TextFault, string>> = {
  missing: '[missing: this text is gone, and no event says that it was redacted]',
  altered: '[altered: what is kept in the place of this text is not what was written]',
  'redacted-later': '[redacted later: an event that comes after those shown here says so]',
};

const NO_FAULTS: ReadonlyMap<string, TextFault> = new Map();

/**
 * For those who may read the texts: each in quotation marks, or that it was redacted, or what is wrong with it.
 * @param faults of those texts that are not here and were not redacted, by their hashes.
 */
export function showTexts(
  texts: ReadonlyMap<string, Pick<FreeText, 'text'>>,
  faults: ReadonlyMap<string, TextFault> = NO_FAULTS,
): ShowText {
  return (hash) => {
    const text = texts.get(hash)?.text;
    if (text !== undefined) return `“${text}”`;
    const fault = faults.get(hash);
    return fault === undefined ? '[redacted]' : INSTEAD[fault];
  };
}

/** The types of the events that say that a text was redacted. */
const REDACTIONS: ReadonlySet<string> = new Set(['TextRedacted', 'SealedTextRedacted']);

/** The hash of the text that an event says was redacted; undefined where the event says no such thing. */
export function redactedBy({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): string | undefined {
  return REDACTIONS.has(type) ? (data as RedactionEvent['data']).hash : undefined;
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

/**
 * Whether a reference is to a text that an earlier event of the same record brought in: who may read it is asked of that event, and
 * not of the correction that replaced it.
 */
export function isOfEarlierEvent({ type }: Pick<LedgerRecord, 'type'>, { field }: TextReference): boolean {
  return type === 'DataCorrected' && field === '/data/oldValue';
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
