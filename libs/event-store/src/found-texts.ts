import { type FreeText, isAuthenticText } from '@bali/ledger';
import type { FoundTexts } from './event-store.js';

/** What is kept under a hash, as it was read: whoever can write to the disk or to the cluster may have written it. */
export interface ReadText {
  readonly hash: string;
  readonly salt: unknown;
  readonly text: unknown;
}

/** Tells the texts that are believed from those that are not. Every store answers with it, and with nothing else. */
export function foundTexts(read: Iterable<ReadText>): FoundTexts {
  const authentic = new Map<string, FreeText>();
  const altered = new Set<string>();
  for (const { hash, salt, text } of read) {
    const believed = believedText(hash, salt, text);
    if (believed === undefined) altered.add(hash);
    else authentic.set(hash, believed);
  }
  return { authentic, altered };
}

function believedText(hash: string, salt: unknown, text: unknown): FreeText | undefined {
  if (typeof salt !== 'string' || typeof text !== 'string') return undefined;
  const freeText = { hash, salt, text };
  return isAuthenticText(freeText) ? freeText : undefined;
}
