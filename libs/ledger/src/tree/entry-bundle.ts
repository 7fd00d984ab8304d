import { Buffer } from 'node:buffer';
import { MAX_LEAF_BYTES } from '../canonical-json.js';
import { Malformed } from '../malformed.js';

/** An entry bundle (C2SP tlog-tiles): each leaf after its length, a big-endian uint16. */
export function encodeEntryBundle(leaves: readonly Uint8Array[]): Buffer {
  const parts = leaves.flatMap((leaf) => {
    if (leaf.byteLength > MAX_LEAF_BYTES) throw new RangeError(`a leaf has at most ${MAX_LEAF_BYTES} bytes`);
    const length = Buffer.allocUnsafe(2);
    length.writeUInt16BE(leaf.byteLength);
    return [length, leaf];
  });
  return Buffer.concat(parts);
}

/** The leaves of an entry bundle. @throws Malformed when it is cut. */
export function decodeEntryBundle(bundle: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const leaves: Buffer[] = [];
  for (let offset = 0; offset < bytes.byteLength;) {
    if (offset + 2 > bytes.byteLength) throw new Malformed('entry bundle', 'it ends within a length');
    const start = offset + 2;
    offset = start + bytes.readUInt16BE(offset);
    if (offset > bytes.byteLength) throw new Malformed('entry bundle', 'it ends within an entry');
    leaves.push(bytes.subarray(start, offset));
  }
  return leaves;
}
