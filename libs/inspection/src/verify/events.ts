import {
  type Checkpoint,
  concatBytes,
  encodeEntryBundle,
  entriesPath,
  equalBytes,
  HASH_BYTES,
  leafHash,
  MAX_LEAF_BYTES,
  TILE_WIDTH,
  TiledTree,
  tilePath,
} from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { ByteReader } from './byte-reader.js';
import type { KnownHeads } from './known-heads.js';
import type { ListedFiles } from './listed-files.js';
import { wrong } from './record-rules.js';
import { TilesAbove } from './tiles-above.js';
import { firstFaultIn } from './tree-diagnosis.js';

const MAX_BUNDLE_BYTES = TILE_WIDTH * (MAX_LEAF_BYTES + 2);

export interface EventsToVerify {
  readonly files: ListedFiles;
  readonly head: Checkpoint;
  readonly heads: KnownHeads;
  /** Called for each block once its bytes are those of the tree; what it throws is what is wrong. */
  readonly onBlock: (leaves: readonly Uint8Array[], first: number) => Promise<void> | void;
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
  const tiles = new TilesAbove(tree, files);
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

function nextLines(events: ByteReader, left: number): Promise<readonly Uint8Array[]> {
  return events.lines(Math.min(left, TILE_WIDTH), MAX_LEAF_BYTES);
}

async function verifyBlock(
  { files, head, heads, onBlock }: EventsToVerify,
  tree: TiledTree,
  tiles: TilesAbove,
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
    lines.every(({ byteLength }) => byteLength <= MAX_LEAF_BYTES) && equalBytes(bundle, encodeEntryBundle(lines));
  if (lines.length < width || !equalBytes(tile, concatBytes(hashes)) || !isBundle) {
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
