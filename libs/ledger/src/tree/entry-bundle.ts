import { concatBytes } from '../bytes.js';
import { MAX_LEAF_BYTES } from '../canonical-json.js';
import { Malformed } from '../malformed.js';

/** An entry bundle (C2SP tlog-tiles): each leaf after its length, a big-endian uint16. */
export function encodeEntryBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const parts = leaves.flatMap((leaf) => {
    if (leaf.byteLength > MAX_LEAF_BYTES) throw new RangeError(`a leaf has at most ${MAX_LEAF_BYTES} bytes`);
    return [Uint8Array.of(leaf.byteLength >> 8, leaf.byteLength & 0xff), leaf];
  });
  return concatBytes(parts);
}

/** The leaves of an entry bundle. @throws Malformed when it is cut. */
export function decodeEntryBundle(bundle: Uint8Array): readonly Uint8Array[] {
  const lengths = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const leaves: Uint8Array[] = [];
  for (let offset = 0; offset < bundle.byteLength;) {
    if (offset + 2 > bundle.byteLength) throw new Malformed('entry bundle', 'it ends within a length');
    const start = offset + 2;
    offset = start + lengths.getUint16(offset);
    if (offset > bundle.byteLength) throw new Malformed('entry bundle', 'it ends within an entry');
    leaves.push(bundle.subarray(start, offset));
  }
  return leaves;
}
