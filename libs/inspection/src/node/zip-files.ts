import { stat } from 'node:fs/promises';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { NotVerified } from '../verify/not-verified.js';
import type { PackageFiles } from '../verify/package-files.js';
import { carried } from '../carried/carried.js';
import { checkEntry, type ListedFile, MAX_ENTRIES, MAX_TOTAL_BYTES } from '../carried/zip-limits.js';
import { refuseHidden } from './zip-layout.js';

/** @throws NotVerified for an archive that is damaged, or that holds what no package holds. */
export async function openZip(path: string): Promise<PackageFiles> {
  const archive = await openArchive(path);
  try {
    const entries = await entriesOf(archive, (await stat(path)).size);
    const { places, ignored } = carried([...entries.keys()]);
    const entryOf = (name: string): Entry | undefined => entries.get(places.get(name) ?? name);
    const open = (name: string): AsyncIterable<Buffer> => bytesOf(archive, name, entryOf(name));
    return {
      sizes: new Map([...places.keys()].map((name) => [name, entryOf(name)?.uncompressedSize ?? 0])),
      ignored,
      open,
      whole: (name) => wholeOf(open(name)),
      close: () => {
        archive.close();
        return Promise.resolve();
      },
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function openArchive(path: string): Promise<ZipFile> {
  try {
    return await openPromise(path, { lazyEntries: true, autoClose: false, strictFileNames: true });
  } catch (error) {
    throw damaged(path, error);
  }
}

async function entriesOf(archive: ZipFile, archiveBytes: number): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  const all: Entry[] = [];
  let total = 0;
  let packed = 0;
  for await (const entry of listed(archive)) {
    const { fileName: file } = entry;
    all.push(entry);
    if (all.length > MAX_ENTRIES) throw new NotVerified({ fault: 'decompression-bomb', file });
    if (file.endsWith('/')) continue;
    checkEntry({ file, ...listedAs(entry) });
    if (entries.has(file)) throw new NotVerified({ fault: 'duplicate-file', file });
    entries.set(file, entry);
    total += entry.uncompressedSize;
    packed += entry.compressedSize;
    // Entries that share their bytes would count them more than once.
    if (total > MAX_TOTAL_BYTES || packed > archiveBytes) {
      throw new NotVerified({ fault: 'decompression-bomb', file });
    }
  }
  await laidOut(archive, all, archiveBytes);
  return entries;
}

function listedAs(entry: Entry): Omit<ListedFile, 'file'> {
  const { generalPurposeBitFlag: flags, externalFileAttributes: attributes } = entry;
  return { flags, attributes, packedBytes: entry.compressedSize, bytes: entry.uncompressedSize };
}

async function laidOut(archive: ZipFile, entries: readonly Entry[], archiveBytes: number): Promise<void> {
  try {
    await refuseHidden(archive, entries, archiveBytes);
  } catch (error) {
    throw error instanceof NotVerified ? error : damaged('the zip file', error);
  }
}

async function* listed(archive: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* archive.eachEntry();
  } catch (error) {
    if (error instanceof NotVerified) throw error;
    const message = error instanceof Error ? error.message : String(error);
    const isName = /relative path|absolute path|characters in fileName|backslash/i.test(message);
    if (isName)
      throw new NotVerified({ fault: 'unsafe-name', file: 'the zip file', detail: message }, { cause: error });
    throw damaged('the zip file', error);
  }
}

/** What unpacks to more or less than the archive says is refused by the reader of the archive, at that byte. */
async function* bytesOf(archive: ZipFile, file: string, entry: Entry | undefined): AsyncGenerator<Buffer> {
  if (entry === undefined) throw new NotVerified({ fault: 'missing-file', file });
  try {
    for await (const piece of await archive.openReadStreamPromise(entry)) yield piece as Buffer;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/too many bytes/i.test(message)) {
      throw new NotVerified({ fault: 'decompression-bomb', file, detail: message }, { cause: error });
    }
    throw damaged(file, error);
  }
}

async function wholeOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const held: Buffer[] = [];
  for await (const piece of pieces) held.push(piece);
  return Buffer.concat(held);
}

function damaged(file: string, error: unknown): NotVerified {
  const detail = error instanceof Error ? error.message : String(error);
  return new NotVerified({ fault: 'archive-damaged', file, detail }, { cause: error });
}
