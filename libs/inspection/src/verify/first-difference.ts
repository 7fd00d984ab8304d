import { equalBytes } from '@bali/ledger';

/** Where two texts of bytes begin to differ; undefined if they do not. */
export function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  if (equalBytes(one, other)) return undefined;
  const length = Math.min(one.byteLength, other.byteLength);
  for (let place = 0; place < length; place += 1) if (one[place] !== other[place]) return place;
  return length;
}
