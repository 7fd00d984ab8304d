import { createHash, type Hash } from 'node:crypto';

const LINE_FEED = 0x0a;
const NOTHING = Buffer.alloc(0);

/** Reads a file from its beginning to its end, once, in what pieces ever it comes, and hashes it meanwhile, unless told not to. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Buffer>;
  readonly #hash: Hash | undefined;
  readonly #limit: number;
  #buffer: Buffer = NOTHING;
  #start = 0;
  #read = 0;
  #ended = false;
  #last = LINE_FEED;

  /** @param limit in bytes: what comes after one more is not read. */
  constructor(
    pieces: AsyncIterable<Buffer>,
    limit: number,
    { hashed }: { readonly hashed: boolean } = { hashed: true },
  ) {
    this.#hash = hashed ? createHash('sha256') : undefined;
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#limit = limit;
  }

  /** Up to so many lines, each without its LF. What has no LF at its end, or is longer than allowed, is given as it is. */
  async lines(count: number, maxBytes: number): Promise<readonly Buffer[]> {
    const lines: Buffer[] = [];
    while (lines.length < count) {
      const end = this.#buffer.indexOf(LINE_FEED, this.#start);
      if (end >= 0) {
        lines.push(this.#buffer.subarray(this.#start, end));
        this.#start = end + 1;
      } else if (this.#held > maxBytes || !(await this.#more())) {
        if (this.#held > 0) lines.push(this.#take(this.#held));
        break;
      }
    }
    return lines;
  }

  /** The next so many bytes; fewer at the end. */
  async bytes(count: number): Promise<Buffer> {
    while (this.#held < count && (await this.#more()));
    return this.#take(Math.min(count, this.#held));
  }

  /** Whether everything was taken. */
  async isAtEnd(): Promise<boolean> {
    while (this.#held === 0) if (!(await this.#more())) return true;
    return false;
  }

  /** Whether the last byte that was read is LF; also before any was read. */
  get endedWithLineFeed(): boolean {
    return this.#last === LINE_FEED;
  }

  /** Reads what is left. @returns the size and the hash of all that was read. */
  async finish(): Promise<{ readonly size: number; readonly sha256: string }> {
    do {
      this.#buffer = NOTHING;
      this.#start = 0;
    } while (await this.#more());
    if (this.#hash === undefined) throw new Error('what was read without being hashed has no hash');
    return { size: this.#read, sha256: this.#hash.digest('hex') };
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  get #held(): number {
    return this.#buffer.byteLength - this.#start;
  }

  #take(count: number): Buffer {
    const taken = this.#buffer.subarray(this.#start, this.#start + count);
    this.#start += count;
    return taken;
  }

  async #more(): Promise<boolean> {
    if (this.#ended || this.#read > this.#limit) return false;
    const next = await this.#pieces.next();
    if (next.done === true) {
      this.#ended = true;
      return false;
    }
    const { value } = next;
    this.#hash?.update(value);
    this.#read += value.byteLength;
    this.#last = value.at(-1) ?? this.#last;
    this.#buffer = this.#held === 0 ? value : Buffer.concat([this.#buffer.subarray(this.#start), value]);
    this.#start = 0;
    return true;
  }
}
