import { MAX_LEAF_BYTES } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { ByteReader } from '../verify/byte-reader.js';
import { NotVerified } from '../verify/not-verified.js';

/** An event of a copy: the bytes of its leaf, and where it stands in the log. */
export interface OwnEvent {
  readonly index: number;
  readonly leaf: Buffer;
}

const MAX_INDEX_BYTES = 17;

/** Reads the events of a copy beside the indexes of their leaves, line by line. */
export class OwnEvents {
  readonly #events: ByteReader;
  readonly #indexes: ByteReader;
  readonly #treeSize: number;
  #line = 0;
  #before = -1;

  constructor(events: ByteReader, indexes: ByteReader, treeSize: number) {
    this.#events = events;
    this.#indexes = indexes;
    this.#treeSize = treeSize;
  }

  /** How many were given. */
  get given(): number {
    return this.#line;
  }

  /** The next ones, up to so many; none at the end. @throws NotVerified when the two files do not fit together. */
  async next(count: number): Promise<readonly OwnEvent[]> {
    const indexes = await this.#indexes.lines(count, MAX_INDEX_BYTES);
    const leaves = await this.#events.lines(count, MAX_LEAF_BYTES);
    if (leaves.length !== indexes.length) {
      const fault = leaves.length < indexes.length ? 'event-missing' : 'event-inserted';
      const line = this.#line + Math.min(leaves.length, indexes.length) + 1;
      const detail = `There are not as many events as indexes in ${FILES.indexes}`;
      throw new NotVerified({ fault, file: FILES.events, line, detail });
    }
    return leaves.map((leaf, place) => ({ index: this.#indexIn(indexes[place] ?? Buffer.alloc(0)), leaf }));
  }

  /** @throws NotVerified when the last line of a file does not end as lines do. */
  checkEnd(): void {
    for (const [file, reader] of [
      [FILES.events, this.#events],
      [FILES.indexes, this.#indexes],
    ] as const) {
      if (reader.endedWithLineFeed) continue;
      const fault = file === FILES.events ? 'event-malformed' : 'index-wrong';
      throw new NotVerified({ fault, file, line: this.#line, detail: 'The line does not end with LF' });
    }
  }

  async close(): Promise<void> {
    await this.#events.close();
    await this.#indexes.close();
  }

  /** Indexes rise from line to line, and are written in one way. */
  #indexIn(line: Buffer): number {
    this.#line += 1;
    const text = line.toString('latin1');
    const index = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
    if (index > this.#before && index < this.#treeSize) {
      this.#before = index;
      return index;
    }
    const expected = `a whole number from ${this.#before + 1} to ${this.#treeSize - 1}`;
    throw new NotVerified({ fault: 'index-wrong', file: FILES.indexes, line: this.#line, expected, found: text });
  }
}
