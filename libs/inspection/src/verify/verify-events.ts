import {
  type Checkpoint,
  encodeEntryBundle,
  entriesPath,
  HASH_BYTES,
  leafHash,
  MAX_LEAF_BYTES,
  type Tile,
  TILE_WIDTH,
  TiledTree,
  tilePath,
} from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import type { KnownHeads } from './known-heads.js';
import type { ListedFiles } from './listed-files.js';
import { NotVerified } from './not-verified.js';
import { wrong } from './record-rules.js';
import { firstFaultIn } from './tree-diagnosis.js';

const MAX_BUNDLE_BYTES = TILE_WIDTH * (MAX_LEAF_BYTES + 2);

export interface EventsToVerify {
  readonly files: ListedFiles;
  readonly head: Checkpoint;
  readonly heads: KnownHeads;
  /** Called for each block once its bytes are those of the tree; what it throws is what is wrong. */
  readonly onBlock: (leaves: readonly Buffer[], first: number) => Promise<void> | void;
  readonly progress?: (done: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Holds events, entry bundles, tiles and checkpoints to one another, a block of 256 at a time: every hash is computed from the
 * events alone. @throws NotVerified
 */
export async function verifyEvents(given: EventsToVerify): Promise<void> {
  const { files, head, heads } = given;
  const tree = new TiledTree();
  const tiles = new TilesToVerify(tree, files);
  const events = files.read(FILES.events);
  heads.check(tree);
  try {
    while (tree.size < head.size) {
      given.signal?.throwIfAborted();
      await verifyBlock(given, tree, tiles, events);
      given.progress?.(tree.size);
    }
    if (!(await events.isAtEnd())) {
      const expected = `${head.size} events, as the checkpoint says`;
      throw wrong('event-inserted', head.size, { expected, found: 'more lines' });
    }
    if (head.size > 0 && !events.endedWithLineFeed) {
      throw wrong('event-malformed', head.size - 1, { detail: 'Its line does not end with LF' });
    }
    await tiles.verifyPartial();
    files.settleRead(FILES.events, await events.finish(), 'right');
  } finally {
    await events.close();
  }
}

function nextLines(events: ByteReader, left: number): Promise<readonly Buffer[]> {
  return events.lines(Math.min(left, TILE_WIDTH), MAX_LEAF_BYTES);
}

async function verifyBlock(
  { files, head, heads, onBlock }: EventsToVerify,
  tree: TiledTree,
  tiles: TilesToVerify,
  events: ByteReader,
): Promise<void> {
  const first = tree.size;
  const lines = await nextLines(events, head.size - first);
  const width = Math.min(head.size - first, TILE_WIDTH);
  const hashes = lines.map(leafHash);
  const [path, bundlePath] = [tilePath(0, first / TILE_WIDTH, width), entriesPath(first / TILE_WIDTH, width)];
  const tile = await files.whole(path, TILE_WIDTH * HASH_BYTES);
  const bundle = await files.whole(bundlePath, MAX_BUNDLE_BYTES);
  const isBundle =
    lines.every(({ byteLength }) => byteLength <= MAX_LEAF_BYTES) && bundle.equals(encodeEntryBundle(lines));
  if (lines.length < width || !tile.equals(Buffer.concat(hashes)) || !isBundle) {
    const after = await nextLines(events, 1);
    throw await firstFaultIn({ first, width, lines: [...lines, ...after], files, head });
  }
  files.settle(path, tile, 'right');
  files.settle(bundlePath, bundle, 'right');
  for (const hash of hashes) {
    tree.appendHash(hash);
    heads.check(tree);
  }
  await tiles.verifyFull();
  await onBlock(lines, first);
}

/** The tiles above the leaves' own, each held to what the events give. */
export class TilesToVerify {
  readonly #tree: TiledTree;
  readonly #files: ListedFiles;
  readonly #partial = new Map<number, Tile>();

  constructor(tree: TiledTree, files: ListedFiles) {
    this.#tree = tree;
    this.#files = files;
  }

  async verifyFull(): Promise<void> {
    for (const tile of this.#tree.takeChanged()) {
      if (tile.width < TILE_WIDTH) {
        this.#partial.set(tile.level, tile);
        continue;
      }
      this.#partial.delete(tile.level);
      await this.#verify(tile);
    }
  }

  async verifyPartial(): Promise<void> {
    for (const tile of this.#partial.values()) await this.#verify(tile);
  }

  async #verify({ level, index, width, hashes }: Tile): Promise<void> {
    if (level === 0) return;
    const file = tilePath(level, index, width);
    const found = await this.#files.whole(file, TILE_WIDTH * HASH_BYTES);
    const place = firstDifference(found, hashes);
    if (place !== undefined) {
      const at = Math.floor(place / HASH_BYTES);
      const hexAt = (bytes: Uint8Array): string =>
        Buffer.from(bytes.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES)).toString('hex');
      const detail = `Hash ${at}`;
      throw new NotVerified({ fault: 'tile-altered', file, detail, expected: hexAt(hashes), found: hexAt(found) });
    }
    this.#files.settle(file, found, 'right');
  }
}

/** Where two texts of bytes begin to differ; undefined if they do not. */
export function firstDifference(one: Uint8Array, other: Uint8Array): number | undefined {
  if (Buffer.compare(one, other) === 0) return undefined;
  const length = Math.min(one.byteLength, other.byteLength);
  for (let place = 0; place < length; place += 1) if (one[place] !== other[place]) return place;
  return length;
}
