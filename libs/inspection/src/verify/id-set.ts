import { uuidBytes } from '@bali/ledger';

const WORDS = 4;
const FIRST_SLOTS = 1 << 12;
/** 64 MiB. */
const MAX_FIRST_SLOTS = 1 << 22;

/** A set of UUIDs in some 40 bytes each: a million of them take no more memory than a few pages of a browser. */
export class IdSet {
  #slots: number;
  #table: Uint32Array;
  readonly #words = new Uint32Array(WORDS);
  #size = 0;

  /** @param expected how many there will be, as somebody says: it is believed up to a limit. */
  constructor(expected = 0) {
    this.#slots = FIRST_SLOTS;
    while (this.#slots < Math.min(expected * 2, MAX_FIRST_SLOTS)) this.#slots *= 2;
    this.#table = new Uint32Array(this.#slots * WORDS);
  }

  /** @param id a UUID; the nil UUID, which is nobody's, is not distinguished from an empty place. @returns whether it was new. */
  add(id: string): boolean {
    if (this.#size * 2 >= this.#slots) this.#grow();
    const bytes = new DataView(uuidBytes(id).buffer);
    for (let word = 0; word < WORDS; word += 1) this.#words[word] = bytes.getUint32(word * 4);
    const isNew = insert(this.#table, this.#slots, this.#words);
    if (isNew) this.#size += 1;
    return isNew;
  }

  #grow(): void {
    const slots = this.#slots * 2;
    const table = new Uint32Array(slots * WORDS);
    for (let start = 0; start < this.#table.length; start += WORDS) {
      const words = this.#table.subarray(start, start + WORDS);
      if (words.some((word) => word !== 0)) insert(table, slots, words);
    }
    this.#slots = slots;
    this.#table = table;
  }
}

/** The words of a UUID are spread evenly already: the first one says where to look. */
function insert(table: Uint32Array, slots: number, words: ArrayLike<number>): boolean {
  for (let slot = (words[0] ?? 0) & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const start = slot * WORDS;
    let [empty, same] = [true, true];
    for (let word = 0; word < WORDS; word += 1) {
      if (table[start + word] !== 0) empty = false;
      if (table[start + word] !== words[word]) same = false;
    }
    if (same) return false;
    if (!empty) continue;
    for (let word = 0; word < WORDS; word += 1) table[start + word] = words[word] ?? 0;
    return true;
  }
}
