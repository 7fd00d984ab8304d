import { MAX_LEAF_BYTES } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import { NotVerified } from './not-verified.js';

/** A leaf that a package holds whole: its bytes, and where it stands in the log. */
export interface PlacedLeaf {
  readonly index: number;
  readonly leaf: Uint8Array;
}

/** The leaves that a package holds whole, in their order. */
export interface PlacedLeaves {
  /** The next ones, at most this many; none at the end. @throws NotVerified when the files do not fit together. */
  next(count: number): Promise<readonly PlacedLeaf[]>;
  close(): Promise<void>;
}

/** Reads the events of a whole ledger: line i, from 0, is leaf i. */
export class EventLines implements PlacedLeaves {
  readonly #events: ByteReader;
  readonly #treeSize: number;
  #index = 0;

  constructor(events: ByteReader, treeSize: number) {
    this.#events = events;
    this.#treeSize = treeSize;
  }

  async next(count: number): Promise<readonly PlacedLeaf[]> {
    const wanted = Math.min(count, this.#treeSize - this.#index);
    const leaves = await this.#events.lines(wanted, MAX_LEAF_BYTES);
    if (leaves.length === 0 && wanted > 0) {
      throw new NotVerified({ fault: 'event-missing', file: FILES.events, index: this.#index });
    }
    return leaves.map((leaf) => ({ index: this.#index++, leaf }));
  }

  close(): Promise<void> {
    return this.#events.close();
  }
}

const MAX_INDEX_BYTES = 17;

/** Reads the events of a copy beside the indexes of their leaves, line by line. */
export class CopiedLines implements PlacedLeaves {
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

  async next(count: number): Promise<readonly PlacedLeaf[]> {
    const indexes = await this.#indexes.lines(count, MAX_INDEX_BYTES);
    const leaves = await this.#events.lines(count, MAX_LEAF_BYTES);
    if (leaves.length !== indexes.length) {
      const fault = leaves.length < indexes.length ? 'event-missing' : 'event-inserted';
      const line = this.#line + Math.min(leaves.length, indexes.length) + 1;
      const detail = `There are not as many events as indexes in ${FILES.indexes}`;
      throw new NotVerified({ fault, file: FILES.events, line, detail });
    }
    return leaves.map((leaf, place) => ({ index: this.#indexIn(indexes[place] ?? new Uint8Array()), leaf }));
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
  #indexIn(line: Uint8Array): number {
    this.#line += 1;
    const text = byteCharacters(line);
    const index = /^(0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
    if (index > this.#before && index < this.#treeSize) {
      this.#before = index;
      return index;
    }
    const expected = `a whole number from ${this.#before + 1} to ${this.#treeSize - 1}`;
    throw new NotVerified({ fault: 'index-wrong', file: FILES.indexes, line: this.#line, expected, found: text });
  }
}

/** A character for each byte, whatever it is: so that every line can be shown. */
export function byteCharacters(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
