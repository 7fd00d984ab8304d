import { Buffer } from 'node:buffer';
import type { FoundTexts } from '../event-store.js';
import { foundTexts, type ReadText } from '../found-texts.js';

/** A row of the table of texts, as `STATEMENTS.text` and `STATEMENTS.texts` give it. */
export type TextRow = Readonly<Record<string, unknown>>;

/** The texts that rows hold, as far as they are the ones that were written. */
export function textsIn(rows: readonly TextRow[]): FoundTexts {
  return foundTexts(rows.map(readText));
}

/** Whether a row holds the text that was written. */
export function isKept(row: TextRow | undefined): boolean {
  return row !== undefined && textsIn([row]).altered.size === 0;
}

/** Bytes that are no UTF-8 become other characters, and so have another hash. */
function readText({ hash, salt, text }: TextRow): ReadText {
  return {
    hash: String(hash),
    salt,
    text: text instanceof Uint8Array ? Buffer.from(text).toString('utf8') : undefined,
  };
}
