import { equalBytes, fromUtf8, utf8 } from '@bali/ledger';
import { NotVerified } from '../verify/not-verified.js';

/** A file in a zip file's list (PKWARE APPNOTE 4.3.12). */
export interface ZipEntry {
  readonly name: string;
  readonly rawName: Uint8Array;
  readonly flags: number;
  readonly method: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly attributes: number;
  readonly headerAt: number;
  /** What the list says of it, in bytes. */
  readonly listedBytes: number;
}

/** Reads bytes of a zip file, wherever it is. */
export type ReadAt = (at: number, length: number) => Promise<Uint8Array>;

export const END_BYTES = 22;
const END = 0x06054b50;
const LISTED = 0x02014b50;
const LISTED_BYTES = 46;
const MAX_COMMENT_BYTES = 65_535;
const MAX_16 = 0xffff;
const MAX_32 = 0xffffffff;
const IS_UTF8 = 0x800;
/** More than the list of as many files as a zip file of this form can hold. */
const MAX_LIST_BYTES = 64 * 1024 * 1024;

/** The list at the end of a zip file; nothing of it is believed yet. @throws NotVerified */
export async function listedEntries(read: ReadAt, archiveBytes: number): Promise<readonly ZipEntry[]> {
  const { count, at, length } = await endOf(read, archiveBytes);
  const list = await read(at, length);
  const view = viewOf(list);
  const entries: ZipEntry[] = [];
  for (let place = 0; entries.length < count;) {
    const entry = entryAt(list, view, place);
    entries.push(entry);
    place += entry.listedBytes;
  }
  return entries;
}

interface End {
  readonly count: number;
  readonly at: number;
  readonly length: number;
}

async function endOf(read: ReadAt, archiveBytes: number): Promise<End> {
  const tailBytes = Math.min(archiveBytes, END_BYTES + MAX_COMMENT_BYTES);
  const tail = await read(archiveBytes - tailBytes, tailBytes);
  const view = viewOf(tail);
  for (let place = tailBytes - END_BYTES; place >= 0; place -= 1) {
    if (view.getUint32(place, true) !== END) continue;
    const comment = tailBytes - place - END_BYTES;
    if (view.getUint16(place + 20, true) !== comment) continue;
    const end = { count: view.getUint16(place + 10, true), at: view.getUint32(place + 16, true) };
    const length = view.getUint32(place + 12, true);
    if (end.count === MAX_16 || end.at === MAX_32 || length === MAX_32)
      throw damaged('It has the form for more than 4 GiB, or for more than 65,534 files: the command line reads it');
    if (end.at + length > archiveBytes - END_BYTES || length > MAX_LIST_BYTES)
      throw damaged('Its list of files is not where its end says');
    return { ...end, length };
  }
  throw damaged('It has no list of its files');
}

function entryAt(list: Uint8Array, view: DataView, at: number): ZipEntry {
  if (at + LISTED_BYTES > list.byteLength || view.getUint32(at, true) !== LISTED)
    throw damaged('Its list of files is shorter than its end says');
  const lengths = [28, 30, 32].map((place) => view.getUint16(at + place, true));
  const [nameBytes = 0] = lengths;
  const listedBytes = lengths.reduce((sum, length) => sum + length, LISTED_BYTES);
  if (at + listedBytes > list.byteLength) throw damaged('Its list of files is shorter than its end says');
  const rawName = list.slice(at + LISTED_BYTES, at + LISTED_BYTES + nameBytes);
  const flags = view.getUint16(at + 8, true);
  return {
    name: nameOf(rawName, (flags & IS_UTF8) !== 0),
    rawName,
    flags,
    method: view.getUint16(at + 10, true),
    packedBytes: view.getUint32(at + 20, true),
    bytes: view.getUint32(at + 24, true),
    attributes: view.getUint32(at + 38, true),
    headerAt: view.getUint32(at + 42, true),
    listedBytes,
  };
}

/** A name that leads out of the package is refused before anything else is looked at. @throws NotVerified */
function nameOf(raw: Uint8Array, isUtf8: boolean): string {
  const name = fromUtf8(raw);
  if (!equalBytes(utf8(name), raw) || (!isUtf8 && raw.some((byte) => byte > 0x7f)))
    throw new NotVerified({ fault: 'archive-ambiguous', file: 'the zip file', detail: 'A name in it is not UTF-8' });
  const leadsOut = name.includes('\\') || name.startsWith('/') || /^[a-zA-Z]:/.test(name);
  if (leadsOut || name.split('/').includes('..'))
    throw new NotVerified({ fault: 'unsafe-name', file: 'the zip file', found: name });
  return name;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

export function damaged(detail: string, file = 'the zip file'): NotVerified {
  return new NotVerified({ fault: 'archive-damaged', file, detail });
}
