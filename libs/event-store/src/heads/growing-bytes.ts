import { Buffer } from 'node:buffer';

/** Rows of a fixed number of bytes in one piece of memory, which grows as they come. */
export class GrowingBytes {
  readonly #rowBytes: number;
  #bytes: Buffer;
  #rows = 0;

  constructor(rowBytes: number) {
    this.#rowBytes = rowBytes;
    this.#bytes = Buffer.alloc(rowBytes * 256);
  }

  get rows(): number {
    return this.#rows;
  }

  /** Makes room for a row after the last one. @returns the bytes of that row. */
  add(): Buffer {
    if ((this.#rows + 1) * this.#rowBytes > this.#bytes.byteLength) {
      const larger = Buffer.alloc(this.#bytes.byteLength * 2);
      this.#bytes.copy(larger);
      this.#bytes = larger;
    }
    this.#rows += 1;
    return this.row(this.#rows - 1);
  }

  row(index: number): Buffer {
    return this.#bytes.subarray(index * this.#rowBytes, (index + 1) * this.#rowBytes);
  }

  /** Takes away all rows but the first ones. */
  keep(rows: number): void {
    this.#rows = Math.min(this.#rows, rows);
  }
}
