import { type Cryptography, cryptography } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { BROWSER_CRYPTOGRAPHY } from '../src/proof/browser-cryptography.js';

const NODE: Cryptography = cryptography();
const TEXT = new TextEncoder().encode('what was signed');

const spkiOf = (key: KeyObject): Uint8Array => new Uint8Array(key.export({ format: 'der', type: 'spki' }));

type Signer = [
  algorithm: 'EdDSA' | 'ES256' | 'RS256',
  pair: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
  digest: 'sha256' | null,
];

/** Keys that passkeys have, with a signature of {@link TEXT} by each. */
const KEYS: readonly Signer[] = [
  ['EdDSA', generateKeyPairSync('ed25519'), null],
  ['ES256', generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'sha256'],
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 2048 }), 'sha256'],
  ['RS256', generateKeyPairSync('rsa', { modulusLength: 3072, publicExponent: 3 }), 'sha256'],
];

describe('[P11-10a] the cryptography of the browser', () => {
  it('hashes as Node does, at once and piece by piece', () => {
    for (const length of [0, 1, 55, 56, 63, 64, 65, 1_000]) {
      const bytes = Uint8Array.from({ length }, (_, at) => (at * 31) % 256);
      expect(BROWSER_CRYPTOGRAPHY.sha256Hex(bytes)).toBe(NODE.sha256Hex(bytes));
      expect(BROWSER_CRYPTOGRAPHY.sha1Hex(bytes)).toBe(NODE.sha1Hex(bytes));
      expect([...BROWSER_CRYPTOGRAPHY.sha256(bytes)]).toEqual([...NODE.sha256(bytes)]);
      const running = BROWSER_CRYPTOGRAPHY.startSha256();
      running.update(bytes.subarray(0, length / 2));
      running.update(bytes.subarray(length / 2));
      expect(running.hex()).toBe(NODE.sha256Hex(bytes));
    }
    expect(BROWSER_CRYPTOGRAPHY.sha256Hex('é\u{1f600}')).toBe(NODE.sha256Hex('é\u{1f600}'));
  });

  it.each(KEYS)('verifies signatures by a key for %s as Node does, and no other', (algorithm, pair, digest) => {
    const spki = spkiOf(pair.publicKey);
    const signature = new Uint8Array(sign(digest, TEXT, pair.privateKey));
    const key = BROWSER_CRYPTOGRAPHY.publicKeyIn(spki);
    expect([key?.algorithm, NODE.publicKeyIn(spki)?.algorithm]).toEqual([algorithm, algorithm]);
    expect(key?.verifies(TEXT, signature)).toBe(true);
    expect(key?.verifies(TEXT.subarray(1), signature)).toBe(false);
    for (const changed of [signature.subarray(1), flipped(signature, 5), flipped(signature, -1), new Uint8Array()]) {
      expect(key?.verifies(TEXT, changed)).toBe(NODE.publicKeyIn(spki)?.verifies(TEXT, changed));
    }
  });

  it.each(KEYS)(
    'reads a key for %s in the one way in which it is written, as Node does',
    (_algorithm, { publicKey }, _digest) => {
      const spki = spkiOf(publicKey);
      const others = [
        ...[spki.subarray(1), spki.subarray(0, -1), Uint8Array.of(...spki, 0), new Uint8Array()],
        ...[1, 3, 5, 9, 12, 20].map((at) => flipped(spki, at)),
      ];
      for (const other of others) {
        expect(BROWSER_CRYPTOGRAPHY.publicKeyIn(other)?.algorithm).toBe(NODE.publicKeyIn(other)?.algorithm);
      }
    },
  );

  it('takes no key that is too small, or of another curve', () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey;
    for (const key of [small, other]) expect(BROWSER_CRYPTOGRAPHY.publicKeyIn(spkiOf(key))).toBeUndefined();
  });

  it('verifies notes’ signatures (Ed25519), and answers false to what is none', () => {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const raw = spkiOf(publicKey).slice(-32);
    const signature = new Uint8Array(sign(null, TEXT, privateKey));
    expect(BROWSER_CRYPTOGRAPHY.verifiesEd25519(raw, TEXT, signature)).toBe(true);
    for (const wrong of [flipped(signature, 0), signature.subarray(1), new Uint8Array(64)])
      expect(BROWSER_CRYPTOGRAPHY.verifiesEd25519(raw, TEXT, wrong)).toBe(false);
  });
});

/** The same with one bit changed. @param at from the end, if negative. */
function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const changed = Uint8Array.from(bytes);
  const place = at < 0 ? bytes.length + at : at;
  changed[place] = (changed[place] ?? 0) ^ 1;
  return changed;
}
