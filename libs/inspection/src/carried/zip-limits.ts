import { NotVerified } from '../verify/not-verified.js';

/** More files than a ledger of ten million events has. */
export const MAX_ENTRIES = 200_000;
/** What is packed smaller than this is no table of events, but made to fill a disk. */
const MAX_RATIO = 400;
const SMALL_BYTES = 1024 * 1024;
/** Of all files together, unpacked. */
export const MAX_TOTAL_BYTES = 2 ** 40;

const KIND_MASK = 0o170000;
const ORDINARY_FILE = 0o100000;
const IS_ENCRYPTED = 0x1;

/** What the list of a zip file says of one file. */
export interface ListedFile {
  readonly file: string;
  readonly flags: number;
  readonly attributes: number;
  readonly packedBytes: number;
  readonly bytes: number;
}

/** Refuses what is no ordinary file, and what unpacks to far more than it is, before it is unpacked. @throws NotVerified */
export function checkEntry({ file, flags, attributes, packedBytes, bytes }: ListedFile): void {
  const kind = (attributes >>> 16) & KIND_MASK;
  if (kind !== 0 && kind !== ORDINARY_FILE) throw new NotVerified({ fault: 'not-a-file', file });
  if ((flags & IS_ENCRYPTED) !== 0)
    throw new NotVerified({ fault: 'archive-damaged', file, detail: 'It is encrypted' });
  if (bytes > SMALL_BYTES && bytes > packedBytes * MAX_RATIO) {
    const detail = `It says that ${packedBytes} bytes unpack to ${bytes}`;
    throw new NotVerified({ fault: 'decompression-bomb', file, detail });
  }
}
