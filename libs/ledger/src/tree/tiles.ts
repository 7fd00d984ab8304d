import { checkWhole } from '../arithmetic.js';

/** How many hashes a full tile has (C2SP tlog-tiles). */
export const TILE_WIDTH = 256;

/** How many levels of the tree a tile stands for: 2^8 hashes at its foot. */
export const TILE_HEIGHT = 8;

/** A place among the tiles: `level` counts tiles upwards, `index` along, `width` says how many hashes (256: full). */
export interface TileCoordinates {
  readonly level: number;
  readonly index: number;
  readonly width: number;
}

/** A bundle of entries, which is as wide as the tile of level 0 above it. */
export type BundleCoordinates = Omit<TileCoordinates, 'level'>;

/** `tile/<L>/<N>[.p/<W>]`. */
export function tilePath(level: number, index: number, width: number = TILE_WIDTH): string {
  if (!Number.isInteger(level) || level < 0 || level > 63) throw new RangeError('a tile has a level from 0 to 63');
  return `tile/${level}/${placeOf(index, width)}`;
}

/** `tile/entries/<N>[.p/<W>]`. */
export function entriesPath(index: number, width: number = TILE_WIDTH): string {
  return `tile/entries/${placeOf(index, width)}`;
}

const PATH = /^tile\/(entries|\d{1,2})\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d{1,3}))?$/;

/** What a path names, or undefined if it is not exactly a path as {@link tilePath} and {@link entriesPath} make them. */
export function parseTilePath(
  path: string,
): TileCoordinates | (BundleCoordinates & { readonly level: 'entries' }) | undefined {
  const [, kind, place = '', partial = String(TILE_WIDTH)] = PATH.exec(path) ?? [];
  const [index, width] = [Number(place.replaceAll(/[x/]/g, '')), Number(partial)];
  if (kind === undefined || !Number.isSafeInteger(index) || width < 1 || width > TILE_WIDTH) return undefined;
  const named = kind === 'entries' ? ({ level: kind, index, width } as const) : { level: Number(kind), index, width };
  return pathOf(named) === path ? named : undefined;
}

function pathOf({ level, index, width }: NonNullable<ReturnType<typeof parseTilePath>>): string | undefined {
  if (level === 'entries') return entriesPath(index, width);
  return level > 63 ? undefined : tilePath(level, index, width);
}

function placeOf(index: number, width: number): string {
  checkWhole(index, 'the index of a tile');
  if (!Number.isInteger(width) || width < 1 || width > TILE_WIDTH)
    throw new RangeError(`a tile has a width from 1 to ${TILE_WIDTH}`);
  const digits = String(index);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/');
  return width === TILE_WIDTH ? path : `${path}.p/${width}`;
}

/** How many hashes all tiles of a level have together, in a tree of this size. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** How wide a tile is in a tree of this size: 0 when it is not there, 256 when it is full. */
export function tileWidth(level: number, index: number, size: number): number {
  return Math.max(0, Math.min(TILE_WIDTH, hashesAt(level, size) - index * TILE_WIDTH));
}

/** Every tile of a tree of this size, level by level, as wide as it is in that tree. */
export function* tilesOf(size: number): Generator<TileCoordinates, void, undefined> {
  checkWhole(size, 'a tree size');
  for (let level = 0; hashesAt(level, size) > 0; level += 1) {
    for (let index = 0; tileWidth(level, index, size) > 0; index += 1)
      yield { level, index, width: tileWidth(level, index, size) };
  }
}

/** Every bundle of entries of a tree of this size. */
export function* bundlesOf(size: number): Generator<BundleCoordinates, void, undefined> {
  checkWhole(size, 'a tree size');
  for (let index = 0; tileWidth(0, index, size) > 0; index += 1) yield { index, width: tileWidth(0, index, size) };
}
