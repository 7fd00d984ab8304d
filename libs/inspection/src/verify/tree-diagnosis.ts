import {
  type Checkpoint,
  concatBytes,
  decodeEntryBundle,
  entriesPath,
  equalBytes,
  HASH_BYTES,
  hashesAt,
  inclusionProof,
  leafHash,
  subtreesFromTiles,
  TILE_WIDTH,
  type TileCoordinates,
  tilePath,
  tileWidth,
  toHex,
  verifyInclusion,
} from '@bali/ledger';
import { FILES } from '../format/layout.js';
import type { ListedFiles } from './listed-files.js';
import { type Finding, NotVerified } from './not-verified.js';

/** What differs in a block of 256 events: the lines of the events, the bundle of entries, and the tile of their hashes. */
export interface Block {
  /** The index of its first event. */
  readonly first: number;
  readonly width: number;
  /** And the one after the block, where there is one: an event that is missing is known by that which stands in its place. */
  readonly lines: readonly Uint8Array[];
  readonly files: ListedFiles;
  readonly head: Checkpoint;
}

/**
 * Names the first thing that is wrong in a block where events, entries and tile do not agree. Which of them is right is told
 * by the checkpoint: the hashes of a tile from which a path leads to its root are the tree's.
 */
export async function firstFaultIn(block: Block): Promise<NotVerified> {
  const { first, width, lines } = block;
  const tile = await tileAndNext(block);
  const entries = await entriesIn(block);
  const inTile = (place: number): Uint8Array => tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
  for (let place = 0; place < width; place += 1) {
    const [line, entry, hash] = [lines[place], entries[place], inTile(place)];
    const hashOf = (leaf: Uint8Array | undefined): Uint8Array | undefined => leaf && leafHash(leaf);
    const isLine = isHash(hashOf(line), hash);
    const isEntry = isHash(hashOf(entry), hash);
    if (isLine && isEntry) continue;
    const index = first + place;
    if (await isInTree(block, index, hash)) {
      return isLine ? entryFault(block, index, entry) : eventFault(block, index, inTile);
    }
    const path = tilePath(0, first / TILE_WIDTH, width);
    const detail = `Its hash ${place} is not that of event ${index}`;
    return new NotVerified({
      ...{ fault: 'tile-altered', file: path, index, detail, found: toHex(hash) },
      ...(line === undefined ? {} : { expected: toHex(leafHash(line)) }),
    });
  }
  return new NotVerified({ fault: 'tile-altered', file: tilePath(0, first / TILE_WIDTH, width) });
}

/** What happened to the lines: one may be gone, one too many, two swapped, or one is another. */
function eventFault({ first, lines }: Block, index: number, inTile: (place: number) => Uint8Array): NotVerified {
  const place = index - first;
  const hashAt = (at: number): Uint8Array | undefined => {
    const line = lines[at];
    return line && leafHash(line);
  };
  const file = FILES.events;
  const around = { file, line: index + 1, index };
  const [here, next] = [hashAt(place), hashAt(place + 1)];
  const [wanted, after] = [inTile(place), inTile(place + 1)];
  const isNext = after.byteLength > 0 && isHash(here, after);
  if (here === undefined) return new NotVerified({ fault: 'event-missing', ...around, expected: toHex(wanted) });
  const hashes = { expected: `an event of hash ${toHex(wanted)}`, found: `one of hash ${toHex(here)}` };
  if (isNext && isHash(next, wanted)) return new NotVerified({ fault: 'events-swapped', ...around, ...hashes });
  if (isNext) return new NotVerified({ fault: 'event-missing', ...around, ...hashes });
  if (isHash(next, wanted)) return new NotVerified({ fault: 'event-inserted', ...around, ...hashes });
  return new NotVerified({ fault: 'event-altered', ...around, ...hashes });
}

function entryFault({ first, width }: Block, index: number, entry: Uint8Array | undefined): NotVerified {
  const finding: Finding = {
    fault: 'entry-altered',
    file: entriesPath(first / TILE_WIDTH, width),
    index,
    expected: `the bytes of line ${index + 1} of ${FILES.events}`,
    found: entry === undefined ? 'no entry' : `an entry of hash ${toHex(leafHash(entry))}`,
  };
  return new NotVerified(finding);
}

function isHash(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && equalBytes(one, other);
}

async function entriesIn({ first, width, files }: Block): Promise<readonly Uint8Array[]> {
  try {
    return decodeEntryBundle(await files.whole(entriesPath(first / TILE_WIDTH, width), Number.MAX_SAFE_INTEGER));
  } catch (error) {
    if (error instanceof NotVerified) throw error;
    return [];
  }
}

/** Whether a path leads from a hash at this index, through the package's own tiles, to the root of the checkpoint. */
async function isInTree({ files, head: { size, root } }: Block, index: number, hash: Uint8Array): Promise<boolean> {
  const tiles = new Map<string, Uint8Array>();
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    const last = Math.floor((hashesAt(level, size) - 1) / TILE_WIDTH);
    for (const at of new Set([Math.floor(index / TILE_WIDTH ** (level + 1)), last])) {
      const width = tileWidth(level, at, size);
      if (width > 0) tiles.set(`${level}/${at}`, await tileBytes(files, { level, index: at, width }));
    }
  }
  try {
    const subtrees = subtreesFromTiles(size, ({ level, index: at }) => tiles.get(`${level}/${at}`) ?? new Uint8Array());
    return verifyInclusion(hash, index, size, inclusionProof(index, size, subtrees), root);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The hashes of the block's events, and of the one after it. */
async function tileAndNext({ first, width, files, head: { size } }: Block): Promise<Uint8Array> {
  const index = first / TILE_WIDTH;
  const own = await tileBytes(files, { level: 0, index, width });
  const next = tileWidth(0, index + 1, size);
  if (next === 0 || own.byteLength !== TILE_WIDTH * HASH_BYTES) return own;
  const after = await tileBytes(files, { level: 0, index: index + 1, width: next });
  return concatBytes([own, after.subarray(0, HASH_BYTES)]);
}

function tileBytes(files: ListedFiles, { level, index, width }: TileCoordinates): Promise<Uint8Array> {
  return files.whole(tilePath(level, index, width), TILE_WIDTH * HASH_BYTES);
}
