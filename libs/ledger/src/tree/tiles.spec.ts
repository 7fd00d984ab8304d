import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toHex, utf8 } from '../bytes.js';
import { Malformed } from '../malformed.js';
import { decodeEntryBundle, encodeEntryBundle } from './entry-bundle.js';
import { bundlesOf, entriesPath, parseTilePath, TILE_WIDTH, tilePath, tilesOf } from './tiles.js';

describe('the paths of tiles', () => {
  it('are those of C2SP tlog-tiles', () => {
    expect(tilePath(0, 1_234_067)).toBe('tile/0/x001/x234/067');
    expect(tilePath(1, 0, 17)).toBe('tile/1/000.p/17');
    expect(tilePath(63, 999, 255)).toBe('tile/63/999.p/255');
    expect(entriesPath(1_000, 256)).toBe('tile/entries/x001/000');
    expect(entriesPath(7, 1)).toBe('tile/entries/007.p/1');
  });

  it('are read back as what they name', () => {
    const index = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
    const width = fc.integer({ min: 1, max: TILE_WIDTH });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 63 }), index, width, (level, place, wide) => {
        expect(parseTilePath(tilePath(level, place, wide))).toEqual({ level, index: place, width: wide });
        expect(parseTilePath(entriesPath(place, wide))).toEqual({ level: 'entries', index: place, width: wide });
      }),
    );
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/1',
    'tile/0/x000/001',
    'tile/0/001/002',
    'tile/0/x001/x002',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/07',
    'tile/0/000/',
    'tile/-1/000',
    'tile/0/x999/x999/x999/x999/x999/x999/999',
    'tile/data/000',
    '/tile/0/000',
    'tile/0/../000',
  ])('are one for each tile, so %s is none', (path) => {
    expect(parseTilePath(path)).toBeUndefined();
  });

  it.each([
    [-1, 0, 1],
    [64, 0, 1],
    [0, -1, 1],
    [0, 0.5, 1],
    [0, 0, 0],
    [0, 0, 257],
  ])('there is none for level %d, index %d, width %d', (level, index, width) => {
    expect(() => tilePath(level, index, width)).toThrow(RangeError);
  });
});

describe('the tiles of a tree', () => {
  it('of 70,000 entries are those of the example in C2SP tlog-tiles', () => {
    const tiles = [...tilesOf(70_000)];
    const at = (level: number) => tiles.filter((tile) => tile.level === level);
    expect(at(0)).toHaveLength(274);
    expect(at(0).filter(({ width }) => width === 256)).toHaveLength(273);
    expect(at(0).at(-1)).toEqual({ level: 0, index: 273, width: 112 });
    expect(at(1)).toEqual([
      { level: 1, index: 0, width: 256 },
      { level: 1, index: 1, width: 17 },
    ]);
    expect(at(2)).toEqual([{ level: 2, index: 0, width: 1 }]);
    expect(at(3)).toEqual([]);
    expect([...bundlesOf(70_000)].at(-1)).toEqual({ index: 273, width: 112 });
  });

  it('of 256 entries are a full one and one above it; an empty tree has none', () => {
    expect([...tilesOf(256)]).toEqual([
      { level: 0, index: 0, width: 256 },
      { level: 1, index: 0, width: 1 },
    ]);
    expect([...tilesOf(0)]).toEqual([]);
  });
});

describe('an entry bundle', () => {
  it('is each leaf after its length', () => {
    expect(toHex(encodeEntryBundle([utf8('ab'), utf8(''), utf8('c')]))).toBe('00026162' + '0000' + '000163');
  });

  it('gives the leaves back', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 256 }), (leaves) => {
        expect(decodeEntryBundle(encodeEntryBundle(leaves))).toEqual(leaves.map((leaf) => Buffer.from(leaf)));
      }),
    );
    const largest = new Uint8Array(65_535).fill(7);
    expect(decodeEntryBundle(encodeEntryBundle([largest]))).toEqual([Buffer.from(largest)]);
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it.each(['00', '0002', '000261', '0001610001'])('is refused when it is cut: %s', (hex) => {
    expect(() => decodeEntryBundle(Buffer.from(hex, 'hex'))).toThrow(Malformed);
  });
});
