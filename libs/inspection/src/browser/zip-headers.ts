import { equalBytes } from '@bali/ledger';
import { NotVerified } from '../verify/not-verified.js';
import { damaged, END_BYTES, type ReadAt, viewOf, type ZipEntry } from './zip-directory.js';

const HEADER = 0x04034b50;
const HEADER_BYTES = 30;
const MAX_DESCRIPTOR_BYTES = 24;
const HAS_DESCRIPTOR = 0x8;
/** Info-ZIP's “Unicode Path Extra Field”. */
const UNICODE_PATH = 0x7075;

/**
 * Where the bytes of each file begin. The same rules as those of `zip-layout.ts`: nothing may be in a zip file that another program
 * would see, and this one does not: another name, a file that is not in the list, bytes before, between or after the files.
 * @throws NotVerified
 */
export async function dataPlaces(
  read: ReadAt,
  entries: readonly ZipEntry[],
  archiveBytes: number,
): Promise<ReadonlyMap<ZipEntry, number>> {
  const places = new Map<ZipEntry, number>();
  let end = 0;
  let spare = 0;
  for (const entry of entries.toSorted((one, other) => one.headerAt - other.headerAt)) {
    const begin = await beginOf(read, entry, archiveBytes);
    if (!isBetween(entry.headerAt - end, spare)) throw hidden(entry.name, 'Bytes before it are of no file');
    places.set(entry, begin);
    end = begin + entry.packedBytes;
    spare = (entry.flags & HAS_DESCRIPTOR) === 0 ? 0 : MAX_DESCRIPTOR_BYTES;
  }
  const listed = entries.reduce((sum, { listedBytes }) => sum + listedBytes, 0);
  if (!isBetween(archiveBytes - end - listed - END_BYTES, spare))
    throw hidden('the zip file', 'There is something after its last file');
  return places;
}

async function beginOf(read: ReadAt, entry: ZipEntry, archiveBytes: number): Promise<number> {
  const { headerAt, name, rawName, method } = entry;
  if (headerAt + HEADER_BYTES > archiveBytes) throw damaged('Its header is not there', name);
  const header = viewOf(await read(headerAt, HEADER_BYTES));
  if (header.getUint32(0, true) !== HEADER) throw damaged('Its header is not there', name);
  const [nameBytes, extraBytes] = [header.getUint16(26, true), header.getUint16(28, true)];
  const rest = await read(
    headerAt + HEADER_BYTES,
    Math.min(nameBytes + extraBytes, archiveBytes - headerAt - HEADER_BYTES),
  );
  if (!equalBytes(rest.subarray(0, nameBytes), rawName) || isRenamed(rest.subarray(nameBytes)))
    throw hidden(name, 'It has another name in another place of the zip file');
  if (header.getUint16(8, true) !== method)
    throw hidden(name, 'It is packed in another way in another place of the zip file');
  const begin = headerAt + HEADER_BYTES + nameBytes + extraBytes;
  if (begin + entry.packedBytes > archiveBytes) throw damaged('It is cut', name);
  return begin;
}

/** Whether an extra field gives the file another name in Unicode, which some programs prefer. */
function isRenamed(extra: Uint8Array): boolean {
  const view = viewOf(extra);
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + view.getUint16(at + 2, true))
    if (view.getUint16(at, true) === UNICODE_PATH) return true;
  return false;
}

function isBetween(bytes: number, most: number): boolean {
  return bytes >= 0 && bytes <= most;
}

function hidden(file: string, detail: string): NotVerified {
  return new NotVerified({ fault: 'archive-ambiguous', file, detail });
}
