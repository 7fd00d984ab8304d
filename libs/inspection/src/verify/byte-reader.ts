import { concatBytes, cryptography, type RunningHash } from '@bali/ledger';

const LINE_FEED = 0x0a;
const NOTHING = new Uint8Array();

/** Reads a file from its beginning to its end, once, in pieces of any size, and hashes it meanwhile, but for one that is read again. */
export class ByteReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  readonly #hash: RunningHash | undefined;
  readonly #limit: number;
  #buffer: Uint8Array = NOTHING;
  /** What was read and comes after the buffer. */
  #after: Uint8Array = NOTHING;
  #start = 0;
  #read = 0;
  #ended = false;
  #last = LINE_FEED;

  /** @param limit in bytes: what comes after one more is not read. */
  constructor(
    pieces: AsyncIterable<Uint8Array>,
    limit: number,
    { hashed }: { readonly hashed: boolean } = { hashed: true },
  ) {
    this.#hash = hashed ? cryptography().startSha256() : undefined;
    this.#pieces = pieces[Symbol.asyncIterator]();
    this.#limit = limit;
  }

  /** At most this many lines, each without its LF. What has no LF at its end, or is longer than allowed, is given as it is. */
  async lines(count: number, maxBytes: number): Promise<readonly Uint8Array[]> {
    const lines: Uint8Array[] = [];
    while (lines.length < count) {
      const end = this.#buffer.indexOf(LINE_FEED, this.#start);
      if (end >= 0) {
        lines.push(this.#buffer.subarray(this.#start, end));
        this.#start = end + 1;
      } else if (this.#held > maxBytes || !(await this.#nextLine())) {
        if (this.#held > 0) lines.push(this.#take(this.#held));
        break;
      }
    }
    return lines;
  }

  /** The next bytes, as many as asked for; fewer at the end. */
  async bytes(count: number): Promise<Uint8Array> {
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
    return { size: this.#read, sha256: this.#hash.hex() };
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  get #held(): number {
    return this.#buffer.byteLength - this.#start;
  }

  #take(count: number): Uint8Array {
    const taken = this.#buffer.subarray(this.#start, this.#start + count);
    this.#start += count;
    return taken;
  }

  /** Joins the rest of the buffer with the line that goes on in the next piece, and not with all of it: lines are found in the pieces. */
  async #nextLine(): Promise<boolean> {
    const piece = await this.#nextPiece();
    if (piece === undefined) return false;
    const end = this.#held === 0 ? piece.byteLength : piece.indexOf(LINE_FEED) + 1 || piece.byteLength;
    this.#after = piece.subarray(end);
    this.#join(piece.subarray(0, end));
    return true;
  }

  async #more(): Promise<boolean> {
    const piece = await this.#nextPiece();
    if (piece === undefined) return false;
    this.#join(piece);
    return true;
  }

  #join(piece: Uint8Array): void {
    this.#buffer = this.#held === 0 ? piece : concatBytes([this.#buffer.subarray(this.#start), piece]);
    this.#start = 0;
  }

  async #nextPiece(): Promise<Uint8Array | undefined> {
    if (this.#after.byteLength > 0) {
      const after = this.#after;
      this.#after = NOTHING;
      return after;
    }
    if (this.#ended || this.#read > this.#limit) return undefined;
    const next = await this.#pieces.next();
    if (next.done === true) {
      this.#ended = true;
      return undefined;
    }
    const { value } = next;
    this.#hash?.update(value);
    this.#read += value.byteLength;
    this.#last = value.at(-1) ?? this.#last;
    return value;
  }
}
