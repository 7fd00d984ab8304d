import type { EventStore, KeptCheckpoint } from '@bali/event-store';
import { encodeEntryBundle, formatProof, subtreesFromTiles, TILE_WIDTH, type TileCoordinates } from '@bali/ledger';
import type { LogFollower } from '../follower/log-follower.js';
import type { TileFile } from '../follower/tile-file.js';
import { TreeAt } from './tree-at.js';

export interface LogReaderOptions {
  readonly store: EventStore;
  readonly tiles: TileFile;
  readonly follower: Pick<LogFollower, 'size'>;
}

/** Reads a log as far as it has come: its checkpoints, tiles, roots and proofs, for every size that it has had. */
export class LogReader {
  readonly #store: EventStore;
  readonly #tiles: TileFile;
  readonly #follower: Pick<LogFollower, 'size'>;

  constructor({ store, tiles, follower }: LogReaderOptions) {
    this.#store = store;
    this.#tiles = tiles;
    this.#follower = follower;
  }

  /** Number of events up to which there are roots and proofs. Checkpoints may already be kept of more: another instance signed them. */
  get size(): number {
    return this.#follower.size;
  }

  /** Roots and proofs in the tree of a size, tiles being read once for many of them. @throws RangeError */
  at(size: number): TreeAt {
    const { size: reached } = this.#follower;
    if (!Number.isSafeInteger(size) || size < 0 || size > reached)
      throw new RangeError(`the log has no tree of ${size} events, but of up to ${reached}`);
    return new TreeAt(
      size,
      subtreesFromTiles(size, (tile) => this.#tiles.tile(tile)),
    );
  }

  rootAt(size: number): Uint8Array {
    return this.at(size).root();
  }

  inclusionProof(index: number, size: number): readonly Uint8Array[] {
    return this.at(size).inclusionProof(index);
  }

  consistencyProof(from: number, to: number): readonly Uint8Array[] {
    return this.at(to).consistencyProof(from);
  }

  /** The bytes of a tile (C2SP tlog-tiles). @throws RangeError when the log has no such tile. */
  tile(tile: TileCoordinates): Uint8Array {
    return this.#tiles.tile(tile);
  }

  /** The entries under a tile of level 0. @throws RangeError when the log has fewer. */
  async entries(index: number, width: number = TILE_WIDTH): Promise<Uint8Array> {
    const start = index * TILE_WIDTH;
    if (start + width > this.#follower.size)
      throw new RangeError(`the log has no entries ${start} to ${start + width - 1}`);
    const leaves: Uint8Array[] = [];
    for await (const page of this.#store.read(start)) {
      leaves.push(...page.slice(0, width - leaves.length).map(({ leaf }) => leaf));
      if (leaves.length >= width) break;
    }
    return encodeEntryBundle(leaves);
  }

  /** The checkpoint that was kept last. */
  latestCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return this.#store.lastCheckpoint();
  }

  /** Every checkpoint ever kept, of a minimum tree size, in order, in pages. */
  checkpoints(fromSize?: number): AsyncIterable<readonly KeptCheckpoint[]> {
    return this.#store.readCheckpoints(fromSize);
  }

  /** The first checkpoint that was kept of a minimum tree size, with all signatures that others put under it since. */
  async firstCheckpointOf(minSize: number): Promise<KeptCheckpoint | undefined> {
    let first: KeptCheckpoint | undefined;
    for await (const page of this.checkpoints(minSize)) {
      first ??= page[0];
      const ofItsSize = page.filter(({ size }) => size === first?.size);
      first = ofItsSize.at(-1) ?? first;
      if (ofItsSize.length < page.length) return first;
    }
    return first;
  }

  /** An event's inclusion proof in a checkpoint (C2SP tlog-proof). @throws RangeError when the log has not come so far. */
  receipt(index: number, { size, note }: KeptCheckpoint): string {
    return formatProof({ index, hashes: this.inclusionProof(index, size), checkpoint: note });
  }
}
