import { type Checkpoint, equalBytes, HASH_BYTES, leafHash, TILE_WIDTH, toHex } from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { CopiedLines, PlacedLeaf } from './event-lines.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { tileAt } from './tiles.js';

/** Holds the events of a copy to the leaves that the tree has at their indexes; the tiles were verified before. */
export class CopiedLeaves {
  readonly #files: ListedFiles;
  readonly #head: Checkpoint;
  readonly #lines: CopiedLines;

  constructor(files: ListedFiles, head: Checkpoint, lines: CopiedLines) {
    this.#files = files;
    this.#head = head;
    this.#lines = lines;
  }

  /** The next ones, at most this many; none at the end. @throws NotVerified */
  async next(count: number): Promise<readonly PlacedLeaf[]> {
    return this.#lines.next(count).catch(async (error: unknown) => {
      throw error instanceof NotVerified ? await this.#blamed(error) : error;
    });
  }

  /** @param block those that were given last. @throws NotVerified when one is not the leaf that the tree has at its index. */
  async refuseOthers(block: readonly PlacedLeaf[]): Promise<void> {
    const start = this.#lines.given - block.length;
    let tile = await tileAt(this.#files, this.#head, block[0]?.index ?? 0);
    for (const [place, { index, leaf }] of block.entries()) {
      if (index >= tile.first + TILE_WIDTH) tile = await tileAt(this.#files, this.#head, index);
      const at = (index - tile.first) * HASH_BYTES;
      const wanted = tile.bytes.subarray(at, at + HASH_BYTES);
      if (equalBytes(leafHash(leaf), wanted)) continue;
      const next = block[place + 1] ?? (await this.#lines.next(1).catch(() => []))[0];
      throw await this.#blamed(await this.#differing({ index, leaf }, wanted, start + place + 1, next));
    }
  }

  /** What happened to a line, as far as the one after it shows. */
  async #differing(
    { index, leaf }: PlacedLeaf,
    wanted: Uint8Array,
    line: number,
    next: PlacedLeaf | undefined,
  ): Promise<NotVerified> {
    const here = leafHash(leaf);
    const isNextWanted = next !== undefined && equalBytes(leafHash(next.leaf), wanted);
    const isNext = next !== undefined && equalBytes(here, await this.#hashAt(next.index));
    const what = isNext ? (isNextWanted ? 'events-swapped' : 'event-missing') : undefined;
    const fault = what ?? (isNextWanted ? 'event-inserted' : 'event-altered');
    const hashes = { expected: `an event of hash ${toHex(wanted)}`, found: `one of hash ${toHex(here)}` };
    return new NotVerified({ fault, file: FILES.events, line, index, ...hashes });
  }

  async #hashAt(index: number): Promise<Uint8Array> {
    const { first, bytes } = await tileAt(this.#files, this.#head, index);
    return bytes.subarray((index - first) * HASH_BYTES, (index - first + 1) * HASH_BYTES);
  }

  /** Where events and indexes do not fit together, the manifest tells if it is the indexes that were changed. */
  async #blamed(error: NotVerified): Promise<NotVerified> {
    if (error.finding.file !== FILES.events) return error;
    if (await this.#files.isAsListed(FILES.indexes)) return error;
    if (!(await this.#files.isAsListed(FILES.events))) return error;
    const { line, index } = error.finding;
    const place = { ...(line === undefined ? {} : { line }), ...(index === undefined ? {} : { index }) };
    const detail = 'The event of this line is not the leaf of this index';
    return new NotVerified({ fault: 'index-wrong', file: FILES.indexes, ...place, detail }, { cause: error });
  }
}
