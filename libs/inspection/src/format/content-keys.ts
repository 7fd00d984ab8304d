import { canonicalJson, strictBase64url, toBase64url } from '@bali/ledger';

/** A line of `content-keys.jsonl`, with its LF. */
export function contentKeyLine(index: number, key: Uint8Array): string {
  return `${canonicalJson({ index, key: toBase64url(key) })}\n`;
}

/** The key in a line, without its LF; undefined when it is not exactly such a line of this index. */
export function contentKeyIn(line: string, index: number): Uint8Array | undefined {
  const [, encoded = ''] = /"key":"([A-Za-z0-9_-]{43})"/.exec(line) ?? [];
  const key = strictBase64url(encoded);
  return key !== undefined && `${line}\n` === contentKeyLine(index, key) ? key : undefined;
}
