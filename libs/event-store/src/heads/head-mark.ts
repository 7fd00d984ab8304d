import { Buffer } from 'node:buffer';
import { closeSync, fdatasync, fdatasyncSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';

const fdatasyncOf = promisify(fdatasync);

/** The mark is one write of this many bytes, within one sector of any disk: it is there whole, or as it was before. */
const MARK_BYTES = 512;
/** How often what was written is handed to the disk: a power cut takes the marks of this time, and no more. */
const SYNC_EVERY_MS = 1_000;

/** Which head a ledger had last. */
export interface Mark {
  /** The number of the head, from 0. */
  readonly number: number;
  /** Lower-case hex. */
  readonly mac: string;
}

/**
 * Remembers, outside the ledger, which head it had last: in a file of the keys' directory, where a person who can write the ledger
 * cannot write. So a ledger that was cut short, or put back to an older state, is recognized.
 *
 * A mark is written before an append is answered, and survives the end of the process at once. It survives a power cut once it was
 * handed to the disk: within a second, or when {@link sync} resolves.
 */
export class HeadMark {
  readonly path: string;
  #file: number | undefined;
  #last: Mark | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** The mark; `undefined` if there is none yet, `'unreadable'` if the file is there and says nothing. */
  read(): Mark | 'unreadable' | undefined {
    try {
      const file = openSync(this.path, 'r');
      try {
        return markIn(file);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Writes a mark, unless another process of the installation has written a later one meanwhile. */
  write(mark: Mark): void {
    this.#last = mark;
    const file = (this.#file ??= this.#opened());
    const found = markIn(file);
    if (found !== 'unreadable' && found !== undefined && found.number >= mark.number) return;
    writeSync(file, bytesOf(mark), 0, MARK_BYTES, 0);
    this.#timer ??= setTimeout(() => this.#syncLater(), SYNC_EVERY_MS).unref();
  }

  /** Puts a mark in the place of whatever is there: for a person's decision, and for nothing else. */
  replace(mark: Mark): void {
    const file = (this.#file ??= this.#opened());
    writeSync(file, bytesOf(mark), 0, MARK_BYTES, 0);
    fdatasyncSync(file);
  }

  /** Resolves once the mark written last is on the disk. */
  async sync(): Promise<void> {
    if (this.#file === undefined) return;
    // Two processes may have written at once, the earlier one last.
    if (this.#last !== undefined) this.write(this.#last);
    await fdatasyncOf(this.#file);
  }

  /** Hands what was written to the disk, and lets go of the file. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#file === undefined) return;
    if (this.#last !== undefined) this.write(this.#last);
    clearTimeout(this.#timer);
    fdatasyncSync(this.#file);
    closeSync(this.#file);
    this.#file = undefined;
  }

  #syncLater(): void {
    this.#timer = undefined;
    // What fails here fails at the next write or sync, too, where somebody is told.
    this.sync().catch(() => undefined);
  }

  #opened(): number {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
    try {
      return openSync(this.path, 'r+');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
      closeSync(openSync(this.path, 'a', 0o600));
      return openSync(this.path, 'r+');
    }
  }
}

function bytesOf({ number, mac }: Mark): Buffer {
  const bytes = Buffer.alloc(MARK_BYTES, ' ');
  bytes.write(JSON.stringify({ number, mac }), 'utf8');
  bytes.write('\n', MARK_BYTES - 1);
  return bytes;
}

function markIn(file: number): Mark | 'unreadable' | undefined {
  const bytes = Buffer.alloc(MARK_BYTES);
  const length = readSync(file, bytes, 0, MARK_BYTES, 0);
  if (length === 0) return undefined;
  try {
    const { number, mac } = JSON.parse(bytes.subarray(0, length).toString('utf8')) as Partial<Mark>;
    const isMark = Number.isSafeInteger(number) && typeof mac === 'string' && /^[0-9a-f]{64}$/.test(mac);
    return isMark && number !== undefined ? { number, mac } : 'unreadable';
  } catch {
    return 'unreadable';
  }
}
