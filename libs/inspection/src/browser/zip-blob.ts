import { carried } from '../carried/carried.js';
import { NotVerified } from '../verify/not-verified.js';
import type { PackageFiles } from '../verify/package-files.js';
import { checkEntry, MAX_ENTRIES, MAX_TOTAL_BYTES } from '../carried/zip-limits.js';
import { damaged, listedEntries, type ReadAt, type ZipEntry } from './zip-directory.js';
import { dataPlaces } from './zip-headers.js';

const STORED = 0;
const DEFLATED = 8;

/** The parts of a `Blob`, such as a `File` that somebody dropped on a page, that are read here. */
export interface ReadableBlob {
  readonly size: number;
  slice(
    start: number,
    end: number,
  ): { arrayBuffer(): Promise<ArrayBuffer>; stream(): ReadableStream<Uint8Array<ArrayBuffer>> };
}

/**
 * The files of a package that is a zip file in a browser. Its list and headers are read, and bounded, before any of it is unpacked;
 * then each file is unpacked in pieces while it is read. The rules are those of the command line.
 * @throws NotVerified for an archive that is damaged, or that holds what no package holds.
 */
export async function openZipBlob(archive: ReadableBlob): Promise<PackageFiles> {
  const read: ReadAt = async (at, length) => new Uint8Array(await archive.slice(at, at + length).arrayBuffer());
  const listed = await listedEntries(read, archive.size);
  const entries = filesIn(listed, archive.size);
  const begins = await dataPlaces(read, listed, archive.size);
  const { places, ignored } = carried([...entries.keys()]);
  const entryOf = (path: string): ZipEntry | undefined => entries.get(places.get(path) ?? path);
  const open = (path: string) => bytesOf(archive, path, entryOf(path), begins);
  return {
    sizes: new Map([...places.keys()].map((path) => [path, entryOf(path)?.bytes ?? 0])),
    ignored,
    open,
    whole: (path) => wholeOf(open(path)),
    close: () => Promise.resolve(),
  };
}

function filesIn(listed: readonly ZipEntry[], archiveBytes: number): ReadonlyMap<string, ZipEntry> {
  const entries = new Map<string, ZipEntry>();
  let total = 0;
  let packed = 0;
  for (const [at, entry] of listed.entries()) {
    const { name: file } = entry;
    if (at >= MAX_ENTRIES) throw new NotVerified({ fault: 'decompression-bomb', file });
    if (file.endsWith('/')) continue;
    checkEntry({ file, ...entry });
    if (entry.method === STORED && entry.packedBytes !== entry.bytes) throw damaged('Its two sizes differ', file);
    if (entries.has(file)) throw new NotVerified({ fault: 'duplicate-file', file });
    entries.set(file, entry);
    total += entry.bytes;
    packed += entry.packedBytes;
    // Entries that share their bytes would count them more than once.
    if (total > MAX_TOTAL_BYTES || packed > archiveBytes) throw new NotVerified({ fault: 'decompression-bomb', file });
  }
  return entries;
}

async function* bytesOf(
  archive: ReadableBlob,
  file: string,
  entry: ZipEntry | undefined,
  begins: ReadonlyMap<ZipEntry, number>,
): AsyncGenerator<Uint8Array> {
  const begin = entry && begins.get(entry);
  if (entry === undefined || begin === undefined) throw new NotVerified({ fault: 'missing-file', file });
  let read = 0;
  for await (const piece of unpacked(archive.slice(begin, begin + entry.packedBytes).stream(), entry, file)) {
    read += piece.byteLength;
    if (read > entry.bytes) {
      const detail = `It says that it has ${entry.bytes} bytes, and has more`;
      throw new NotVerified({ fault: 'decompression-bomb', file, detail });
    }
    yield piece;
  }
  if (read < entry.bytes) throw damaged('It unpacks to less than it says', file);
}

async function* unpacked(
  packed: ReadableStream<Uint8Array<ArrayBuffer>>,
  { method }: ZipEntry,
  file: string,
): AsyncGenerator<Uint8Array> {
  if (method !== STORED && method !== DEFLATED) throw damaged('It is packed in a way that no package is', file);
  const stream: ReadableStream<Uint8Array> =
    method === STORED ? packed : packed.pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  try {
    for (;;) {
      const piece = await reader.read();
      if (piece.done) return;
      yield piece.value;
    }
  } catch (error) {
    throw damaged(error instanceof Error ? error.message : String(error), file);
  } finally {
    // Whoever stops reading in the middle unpacks no more of it.
    await reader.cancel().catch(() => undefined);
  }
}

async function wholeOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  for await (const piece of pieces) held.push(piece);
  const whole = new Uint8Array(held.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const piece of held) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}
