import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../hash.js';
import { EMPTY_ROOT, leafHash, MerkleTree, nodeHash } from './merkle-tree.js';
import { consistencyProof, inclusionProof, rootOf, verifyConsistency, verifyInclusion } from './proofs.js';
import { subtreesFromTiles } from './tile-subtrees.js';
import { TiledTree } from './tiled-tree.js';
import { tilePath, tilesOf } from './tiles.js';

// The definitions of RFC 6962, 2.1, word for word: slow, recursive, over all leaves.
function split(leaves: number): number {
  let k = 1;
  while (k * 2 < leaves) k *= 2;
  return k;
}
function mth(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return sha256(new Uint8Array());
  if (leaves.length === 1) return leafHash(leaves[0]!);
  const k = split(leaves.length);
  return nodeHash(mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}
function path(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return m < k
    ? [...path(m, leaves.slice(0, k)), mth(leaves.slice(k))]
    : [...path(m - k, leaves.slice(k)), mth(leaves.slice(0, k))];
}
function subproof(m: number, leaves: readonly Uint8Array[], b: boolean): Uint8Array[] {
  if (m === leaves.length) return b ? [] : [mth(leaves)];
  const k = split(leaves.length);
  return m <= k
    ? [...subproof(m, leaves.slice(0, k), b), mth(leaves.slice(k))]
    : [...subproof(m - k, leaves.slice(k), false), mth(leaves.slice(0, k))];
}

const leavesOf = (count: number) => Array.from({ length: count }, (_, index) => Buffer.from(`leaf ${index}`));

/** The subtrees of a number of leaves, by way of tiles that were taken at regular sizes of the tree. */
function subtreesOf(leaves: readonly Uint8Array[], takeEvery = 100) {
  const tree = new TiledTree();
  const stored = new Map<string, Uint8Array>();
  const take = () => tree.takeChanged().forEach(({ level, index, hashes }) => stored.set(`${level}/${index}`, hashes));
  leaves.forEach((leaf, index) => {
    tree.append(leaf);
    if (index % takeEvery === 0) take();
  });
  take();
  return subtreesFromTiles(leaves.length, ({ level, index, width }) =>
    stored.get(`${level}/${index}`)!.subarray(0, width * 32),
  );
}

/** Sizes around those where tiles and their levels become full, and any others. */
const SIZE = fc.oneof(
  fc.integer({ min: 1, max: 70 }),
  fc.constantFrom(255, 256, 257, 511, 512, 513, 65_535, 65_536, 65_537, 65_800),
  fc.integer({ min: 1, max: 1_500 }),
);

const ALL = leavesOf(65_800);
const trees = new Map<number, ReturnType<typeof subtreesOf>>();
function treeOf(size: number) {
  let tree = trees.get(size);
  if (tree === undefined) trees.set(size, (tree = subtreesOf(ALL.slice(0, size))));
  return tree;
}

const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'));

describe('proofs of a Merkle tree', () => {
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const bytes = leaves.map((leaf) => Buffer.from(leaf, 'hex'));

  it('are those of the test vectors that Certificate Transparency publishes', () => {
    const [a, b, c, d] = [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ];
    const e = 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0';
    const f = 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7';
    const g = '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a';
    const root2 = 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125';
    const leaf0 = '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d';
    const inclusion = (index: number, size: number) =>
      hex(inclusionProof(index, size, subtreesOf(bytes.slice(0, size))));
    expect(inclusion(0, 1)).toEqual([]);
    expect(inclusion(0, 8)).toEqual([a, b, c]);
    expect(inclusion(5, 8)).toEqual([d, e, f]);
    expect(inclusion(2, 3)).toEqual([root2]);
    expect(inclusion(1, 5)).toEqual([leaf0, b, d]);
    const consistency = (from: number, to: number) => hex(consistencyProof(from, to, subtreesOf(bytes.slice(0, to))));
    expect(consistency(1, 1)).toEqual([]);
    expect(consistency(1, 8)).toEqual([a, b, c]);
    expect(consistency(6, 8)).toEqual([g, e, f]);
    expect(consistency(2, 5)).toEqual([b, d]);
  });

  it('are what RFC 6962 defines, whatever the sizes', () => {
    const sizes = fc.tuple(fc.integer({ min: 1, max: 1_200 }), fc.nat(), fc.nat());
    fc.assert(
      fc.property(sizes, ([size, one, other]) => {
        const defined = ALL.slice(0, size);
        const index = one % size;
        const from = 1 + (other % size);
        expect(rootOf(size, treeOf(size))).toEqual(mth(defined));
        expect(inclusionProof(index, size, treeOf(size))).toEqual(path(index, defined));
        expect(consistencyProof(from, size, treeOf(size))).toEqual(subproof(from, defined, true));
      }),
      { numRuns: 60 },
    );
  });

  it('has the root that the growing tree has, also where tiles become full', () => {
    fc.assert(
      fc.property(SIZE, (size) => {
        const tree = new MerkleTree();
        for (const leaf of ALL.slice(0, size)) tree.append(leaf);
        expect(rootOf(size, treeOf(size))).toEqual(tree.root());
      }),
      { numRuns: 30 },
    );
  });

  it('verify, and verify for nothing else', () => {
    fc.assert(
      fc.property(SIZE, fc.nat(), fc.nat(), fc.nat(), (size, one, other, change) => {
        const [index, from] = [one % size, 1 + (other % size)];
        const root = rootOf(size, treeOf(size));
        const leaf = leafHash(ALL[index]!);
        const proof = inclusionProof(index, size, treeOf(size));
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true);
        expect(verifyInclusion(leafHash(Buffer.from('another')), index, size, proof, root)).toBe(false);
        expect(verifyInclusion(leaf, index, size, [...proof, root], root)).toBe(false);
        for (const wrong of spoiled(proof, change)) expect(verifyInclusion(leaf, index, size, wrong, root)).toBe(false);
        const elsewhere = index + 1 + (change % size);
        expect(verifyInclusion(leaf, elsewhere, size, proof, root)).toBe(false);
        const older = { size: from, root: rootOf(from, treeOf(from)) };
        const newer = { size, root };
        const consistency = consistencyProof(from, size, treeOf(size));
        expect(verifyConsistency(older, newer, consistency)).toBe(true);
        expect(verifyConsistency(older, newer, [...consistency, root])).toBe(false);
        expect(verifyConsistency({ ...older, root: leaf }, newer, consistency)).toBe(from === 1 && index === 0);
        for (const wrong of spoiled(consistency, change)) expect(verifyConsistency(older, newer, wrong)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('show that every tree extends the empty one, and no tree a larger one', () => {
    const empty = { size: 0, root: EMPTY_ROOT };
    const three = { size: 3, root: rootOf(3, treeOf(3)) };
    expect(rootOf(0, treeOf(3))).toEqual(EMPTY_ROOT);
    expect(consistencyProof(0, 3, treeOf(3))).toEqual([]);
    expect(verifyConsistency(empty, three, [])).toBe(true);
    expect(verifyConsistency({ size: 0, root: three.root }, three, [])).toBe(false);
    expect(verifyConsistency(three, empty, [])).toBe(false);
    expect(() => consistencyProof(4, 3, treeOf(3))).toThrow(RangeError);
    expect(() => inclusionProof(3, 3, treeOf(3))).toThrow('a tree of 3 leaves has no leaf 3');
    expect(() => inclusionProof(0.5, 3, treeOf(3))).toThrow(RangeError);
    expect(verifyInclusion(leafHash(ALL[0]!), 0, 0, [], EMPTY_ROOT)).toBe(false);
    expect(verifyInclusion(leafHash(ALL[0]!), -1, 3, [], three.root)).toBe(false);
  });
});

describe('a tree of tiles', () => {
  it('goes on from its last tiles as if it had never stopped', () => {
    fc.assert(
      fc.property(SIZE, fc.integer({ min: 0, max: 600 }), (size, more) => {
        const stored = new Map<string, Uint8Array>();
        const keep = (tree: TiledTree) =>
          tree.takeChanged().forEach((tile) => stored.set(`${tile.level}/${tile.index}`, tile.hashes));
        const first = new TiledTree();
        for (const leaf of ALL.slice(0, size)) first.append(leaf);
        keep(first);
        const second = new TiledTree(size, ({ level, index }) => stored.get(`${level}/${index}`)!);
        expect(second.takeChanged()).toEqual([]);
        const end = Math.min(ALL.length, size + more);
        for (const leaf of ALL.slice(size, end)) second.append(leaf);
        keep(second);
        expect(second.size).toBe(end);
        expect(second.root()).toEqual(rootOf(end, treeOf(end)));
        for (const { level, index, width } of tilesOf(end))
          expect(stored.get(`${level}/${index}`)!.byteLength).toBeGreaterThanOrEqual(width * 32);
        const read = subtreesFromTiles(end, ({ level, index, width }) =>
          stored.get(`${level}/${index}`)!.subarray(0, width * 32),
        );
        expect(rootOf(end, read)).toEqual(rootOf(end, treeOf(end)));
      }),
      { numRuns: 20 },
    );
  });

  it('does not go on from tiles that do not fit its size', () => {
    expect(() => new TiledTree(3, () => new Uint8Array(64))).toThrow('tile 0/0 is not 3 wide');
    expect(() => new TiledTree(3)).toThrow(RangeError);
  });

  it('gives each tile once, and a partial one again only when it has grown', () => {
    const tree = new TiledTree();
    const taken = () => tree.takeChanged().map(({ level, index, width }) => tilePath(level, index, width));
    for (const leaf of ALL.slice(0, 256)) tree.append(leaf);
    expect(taken()).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    tree.append(ALL[256]!);
    expect(taken()).toEqual(['tile/0/001.p/1']);
    expect(taken()).toEqual([]);
  });
});

/** A proof without its last hash, and with one bit of it changed; none if it has no hashes. */
function spoiled(proof: readonly Uint8Array[], change: number): readonly Uint8Array[][] {
  if (proof.length === 0) return [];
  const copies = proof.map((hash) => Uint8Array.from(hash));
  copies[change % proof.length]![change % 32]! ^= 1 << (change % 8);
  return [proof.slice(0, -1), copies];
}
