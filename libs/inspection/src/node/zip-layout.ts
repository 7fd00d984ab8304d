import { Buffer } from 'node:buffer';
import type { Entry, ZipFile } from 'yauzl';
import { NotVerified } from '../verify/not-verified.js';

/** What stands in a zip file beside the bytes of its files (PKWARE APPNOTE 4.3). */
const CENTRAL_HEADER_BYTES = 46;
const END_BYTES = 22;
const END_BYTES_ZIP64 = 56 + 20 + END_BYTES;
/** Of what may follow a file's bytes where its header could not say their number. */
const MAX_DESCRIPTOR_BYTES = 24;
const HAS_DESCRIPTOR = 0x8;
/** Info-ZIP's “Unicode Path Extra Field”. */
const UNICODE_PATH = 0x7075;

/**
 * A zip file says twice which files it holds: in a list at its end, by which it is verified here, and before each file, by which
 * some programs unpack it. Nothing may be in it that only such a program sees: another name, a file that is not in the list, bytes
 * before, between or after the files.
 * @param entries all of the list, folders too. @throws NotVerified
 */
export async function refuseHidden(archive: ZipFile, entries: readonly Entry[], archiveBytes: number): Promise<void> {
  const inPlace = entries.toSorted((one, other) => one.relativeOffsetOfLocalHeader - other.relativeOffsetOfLocalHeader);
  let end = 0;
  let spare = 0;
  for (const entry of inPlace) {
    const { fileName: file, relativeOffsetOfLocalHeader: begin } = entry;
    const header = await archive.readLocalFileHeaderPromise(entry);
    if (!isBetween(begin - end, spare)) throw hidden(file, `${begin - end} bytes before it are of no file`);
    const name = Buffer.from(file, 'utf8');
    if (!header.fileName.equals(name) || !entry.fileNameRaw.equals(name) || isRenamed(header.extraField))
      throw hidden(file, 'It has another name in another place of the zip file');
    if (header.compressionMethod !== entry.compressionMethod)
      throw hidden(file, 'It is packed in another way in another place of the zip file');
    end = header.fileDataStart + entry.compressedSize;
    spare = (header.generalPurposeBitFlag & HAS_DESCRIPTOR) === 0 ? 0 : MAX_DESCRIPTOR_BYTES;
  }
  const rest = archiveBytes - end - entries.reduce((sum, entry) => sum + listedBytes(entry), 0);
  if (!isBetween(rest - END_BYTES, spare) && !isBetween(rest - END_BYTES_ZIP64, spare))
    throw hidden('the zip file', 'There is something after its last file');
}

/** Whether an extra field gives the file another name in Unicode, which some programs prefer. */
function isRenamed(extraField: Buffer): boolean {
  for (let at = 0; at + 4 <= extraField.byteLength; at += 4 + extraField.readUInt16LE(at + 2))
    if (extraField.readUInt16LE(at) === UNICODE_PATH) return true;
  return false;
}

function isBetween(bytes: number, most: number): boolean {
  return bytes >= 0 && bytes <= most;
}

function listedBytes({ fileNameLength, extraFieldLength, fileCommentLength }: Entry): number {
  return CENTRAL_HEADER_BYTES + fileNameLength + extraFieldLength + fileCommentLength;
}

function hidden(file: string, detail: string): NotVerified {
  return new NotVerified({ fault: 'archive-ambiguous', file, detail });
}
