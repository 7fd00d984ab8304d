import { canonicalJson } from '@bali/ledger';

/** A line of `content-keys.jsonl`, with its LF. */
export function contentKeyLine(index: number, key: Uint8Array): string {
  return `${canonicalJson({ index, key: Buffer.from(key).toString('base64url') })}\n`;
}

/** The key in a line, without its LF; undefined when it is not exactly such a line of this index. */
export function contentKeyIn(line: string, index: number): Uint8Array | undefined {
  const [, encoded = ''] = /"key":"([A-Za-z0-9_-]{43})"/.exec(line) ?? [];
  const key = Buffer.from(encoded, 'base64url');
  return `${line}\n` === contentKeyLine(index, key) ? key : undefined;
}
