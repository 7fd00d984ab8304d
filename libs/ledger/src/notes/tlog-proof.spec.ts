import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createPrivateKey } from 'node:crypto';
import { sha256 } from '../hash.js';
import { leafHash } from '../tree/merkle-tree.js';
import { inclusionProof, rootOf } from '../tree/proofs.js';
import { subtreesFromTiles } from '../tree/tile-subtrees.js';
import { TiledTree } from '../tree/tiled-tree.js';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.js';
import { noteSigner, signNote } from './signed-note.js';
import { formatProof, parseProof, verifyProof } from './tlog-proof.js';

const ORIGIN = 'bali.example/NCT00904501/trial';
const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), sha256(Buffer.from('proof'))]);
const SIGNER = noteSigner(ORIGIN, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
const LOG = { origin: ORIGIN, keys: [SIGNER.key] };
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

const leafAt = (index: number) => leafHash(Buffer.from(`leaf ${index}`));

function proofOf(index: number, size: number): string {
  const tree = new TiledTree();
  for (let leaf = 0; leaf < size; leaf += 1) tree.appendHash(leafAt(leaf));
  const tiles = new Map(tree.takeChanged().map((tile) => [`${tile.level}/${tile.index}`, tile.hashes]));
  const subtrees = subtreesFromTiles(size, (tile) => tiles.get(`${tile.level}/${tile.index}`)!);
  const checkpoint = signNote(formatCheckpoint(ORIGIN, { size, root: rootOf(size, subtrees) }), [SIGNER]);
  return formatProof({ index, hashes: inclusionProof(index, size, subtrees), checkpoint });
}

describe('a checkpoint', () => {
  it('is read as the example in C2SP tlog-checkpoint says', () => {
    const text = `example.com/behind-the-sofa\n20852163\n${ROOT}\n`;
    const checkpoint = parseCheckpoint(text);
    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163, extensions: [] });
    expect(formatCheckpoint(checkpoint.origin, checkpoint)).toBe(text);
    expect(parseCheckpoint(`${text}more\nlines\n`).extensions).toEqual(['more', 'lines']);
  });

  it.each([
    ['no origin', `\n1\n${ROOT}\n`],
    ['a size with a zero before it', `a\n01\n${ROOT}\n`],
    ['a size with a sign', `a\n+1\n${ROOT}\n`],
    ['a size that is no number', `a\n1e3\n${ROOT}\n`],
    ['a size that no double holds', `a\n9007199254740993\n${ROOT}\n`],
    ['no size', `a\n\n${ROOT}\n`],
    ['no root', 'a\n1\n'],
    ['a root of 31 bytes', 'a\n1\nxRhqkYY+jh2QyAgBSqib9dqOPuHZ8HYw8DePaPGrYg==\n'],
    ['an empty extension line', `a\n1\n${ROOT}\n\n`],
    ['no newline at its end', `a\n1\n${ROOT}`],
  ])('is none with %s', (_, text) => {
    expect(() => parseCheckpoint(text)).toThrow('this is no checkpoint');
  });

  it.each([
    ['', { size: 1, root: new Uint8Array(32) }],
    ['a\nb', { size: 1, root: new Uint8Array(32) }],
    ['a', { size: -1, root: new Uint8Array(32) }],
    ['a', { size: 1, root: new Uint8Array(31) }],
  ])('is not made of %j and %j', (origin, head) => {
    expect(() => formatCheckpoint(origin, head)).toThrow(RangeError);
  });
});

describe('a proof', () => {
  it('shows that a log has a leaf', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), (size, chosen) => {
        const index = chosen % size;
        const proof = proofOf(index, size);
        expect(verifyProof(proof, leafAt(index), LOG)).toMatchObject({ index, checkpoint: { size, origin: ORIGIN } });
        expect(formatProof(parseProof(proof))).toBe(proof);
        expect(() => verifyProof(proof, leafAt(size), LOG)).toThrow(expect.objectContaining({ why: 'not-included' }));
      }),
      { numRuns: 30 },
    );
  });

  it('is refused when any byte of it is changed', () => {
    const proof = Buffer.from(proofOf(2, 5), 'utf8');
    const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
    const verifyChanged = (changed: Uint8Array) => verifyProof(decoder.decode(changed), leafAt(2), LOG);
    expect(verifyChanged(proof).index).toBe(2);
    for (let place = 0; place < proof.byteLength; place += 1) {
      const changed = Uint8Array.from(proof);
      changed[place]! ^= 1;
      expect(() => verifyChanged(changed)).toThrow();
    }
  });

  it('of another log is refused, also when the same key signed it', () => {
    const of = { origin: 'bali.example/NCT00904501/access', keys: [SIGNER.key] };
    expect(() => verifyProof(proofOf(0, 1), leafAt(0), of)).toThrow(expect.objectContaining({ why: 'other-log' }));
  });

  it('carries context that is not authenticated', () => {
    const { index, hashes, checkpoint } = parseProof(proofOf(1, 3));
    const proof = formatProof({ index, hashes, checkpoint, extra: Buffer.from('REI') });
    expect(proof.split('\n').slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra UkVJ', 'index 1']);
    expect(Buffer.from(parseProof(proof).extra!).toString()).toBe('REI');
    expect(verifyProof(proof, leafAt(1), LOG).index).toBe(1);
  });

  it.each([
    ['another first line', (proof: string) => proof.replace('@v1', '@v2')],
    ['no index', (proof: string) => proof.replace('index 1\n', '')],
    ['an index with a zero before it', (proof: string) => proof.replace('index 1', 'index 01')],
    ['no empty line', (proof: string) => proof.replaceAll('\n\n', '\n')],
    ['a short hash', (proof: string) => proof.replace(/(index 1\n.{40}).{4}/, '$1')],
    ['extra data that is not base64', (proof: string) => proof.replace('index', 'extra !\nindex')],
    ['too many hashes', (proof: string) => proof.replace('index 1\n', `index 1\n${`${ROOT}\n`.repeat(70)}`)],
  ])('is none with %s', (_, change) => {
    expect(() => parseProof(change(proofOf(1, 3)))).toThrow('this is no transparency log proof');
  });
});
