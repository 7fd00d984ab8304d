import { fromUtf8 } from '@bali/ledger';
import type { Piece } from '../derived/derived-files.js';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { firstDifference } from './first-difference.js';

interface Comparing {
  readonly reader: ByteReader;
  line: number;
}

const encoder = new TextEncoder();

/** Of UTF-8, for a code unit of UTF-16. */
const MAX_BYTES_OF_CODE_UNIT = 3;

/** Holds derived files to what the events give, piece by piece as they are made again. */
export class DerivedComparison {
  readonly #files: ListedFiles;
  readonly #open = new Map<string, Comparing>();
  #scratch = new Uint8Array(1024 * 1024);

  constructor(files: ListedFiles) {
    this.#files = files;
  }

  /** @throws NotVerified at the first byte that is another. */
  async compare({ path, text }: Piece): Promise<void> {
    const file = this.#open.get(path) ?? this.#begin(path);
    const expected = this.#bytesOf(typeof text === 'string' ? [text] : text);
    const found = await file.reader.bytes(expected.byteLength);
    const place = firstDifference(found, expected);
    if (place !== undefined) throw differs(path, file.line, place, expected, found);
    file.line += linesIn(expected);
  }

  /** The audit log for people, whose pages come one after another. @throws NotVerified */
  async compareAuditLog(pieces: AsyncIterable<Piece>): Promise<void> {
    let page = '';
    for await (const piece of pieces) {
      if (piece.path !== FILES.auditCsv && piece.path !== page) {
        await this.end(page);
        page = piece.path;
      }
      await this.compare(piece);
    }
    await this.endAll();
  }

  /** @throws NotVerified when the file goes on, or is not the listed one. */
  async end(path: string): Promise<void> {
    const file = this.#open.get(path);
    if (file === undefined) return;
    if (!(await file.reader.isAtEnd())) {
      const found = fromUtf8(await file.reader.bytes(100));
      throw new NotVerified({ fault: 'derived-differs', file: path, line: file.line, expected: 'its end', found });
    }
    this.#files.settleRead(path, await file.reader.finish(), 'right');
    this.#open.delete(path);
  }

  async endAll(): Promise<void> {
    for (const path of [...this.#open.keys()]) await this.end(path);
  }

  async close(): Promise<void> {
    for (const { reader } of this.#open.values()) await reader.close();
  }

  /** Until the next piece: the memory is used again, for a package's pieces together are larger than itself. */
  #bytesOf(parts: readonly string[]): Uint8Array {
    const codeUnits = parts.reduce((sum, { length }) => sum + length, 0);
    if (this.#scratch.byteLength < codeUnits * MAX_BYTES_OF_CODE_UNIT) {
      this.#scratch = new Uint8Array(codeUnits * MAX_BYTES_OF_CODE_UNIT);
    }
    let size = 0;
    for (const part of parts) size += encoder.encodeInto(part, this.#scratch.subarray(size)).written;
    return this.#scratch.subarray(0, size);
  }

  #begin(path: string): Comparing {
    const file = { reader: this.#files.read(path), line: 1 };
    this.#open.set(path, file);
    return file;
  }
}

/** The line in which a file differs, as it was to be and as it is. */
export function differs(
  file: string,
  firstLine: number,
  place: number,
  expected: Uint8Array,
  found: Uint8Array,
): NotVerified {
  const lineIn = (bytes: Uint8Array): string => {
    const start = bytes.lastIndexOf(0x0a, Math.max(0, place - 1)) + (place === 0 ? 0 : 1);
    const end = bytes.indexOf(0x0a, place);
    const from = Math.max(start > place ? 0 : start, place - 60);
    return fromUtf8(bytes.subarray(from, Math.min(end < 0 ? bytes.byteLength : end, place + 60)));
  };
  return new NotVerified({
    fault: 'derived-differs',
    file,
    line: firstLine + linesIn(expected.subarray(0, place)),
    expected: lineIn(expected),
    found: found.byteLength <= place ? 'the end of the file' : lineIn(found),
  });
}

function linesIn(bytes: Uint8Array): number {
  let lines = 0;
  for (let place = bytes.indexOf(0x0a); place >= 0; place = bytes.indexOf(0x0a, place + 1)) lines += 1;
  return lines;
}
