import { MAX_LEAF_BYTES } from '../canonical-json.js';
import { Malformed } from '../malformed.js';

const LENGTH_BYTES = 2;

/** An entry bundle (C2SP tlog-tiles): each leaf after its length, a big-endian uint16. */
export function encodeEntryBundle(leaves: readonly Uint8Array[]): Uint8Array {
  const bundle = new Uint8Array(leaves.reduce((sum, { byteLength }) => sum + LENGTH_BYTES + byteLength, 0));
  const lengths = new DataView(bundle.buffer);
  let place = 0;
  for (const leaf of leaves) {
    if (leaf.byteLength > MAX_LEAF_BYTES) throw new RangeError(`a leaf has at most ${MAX_LEAF_BYTES} bytes`);
    lengths.setUint16(place, leaf.byteLength);
    bundle.set(leaf, place + LENGTH_BYTES);
    place += LENGTH_BYTES + leaf.byteLength;
  }
  return bundle;
}

/** The leaves of an entry bundle. @throws Malformed when it is cut. */
export function decodeEntryBundle(bundle: Uint8Array): readonly Uint8Array[] {
  const lengths = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const leaves: Uint8Array[] = [];
  for (let offset = 0; offset < bundle.byteLength;) {
    if (offset + LENGTH_BYTES > bundle.byteLength) throw new Malformed('entry bundle', 'it ends within a length');
    const start = offset + LENGTH_BYTES;
    offset = start + lengths.getUint16(offset);
    if (offset > bundle.byteLength) throw new Malformed('entry bundle', 'it ends within an entry');
    leaves.push(bundle.subarray(start, offset));
  }
  return leaves;
}
