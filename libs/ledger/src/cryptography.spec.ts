import { afterEach, describe, expect, it } from '@jest/globals';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { cryptography, useCryptography } from './cryptography.js';
import { sha256, sha256Hex } from './hash.js';

const NODES_OWN = cryptography();
afterEach(() => useCryptography(NODES_OWN));

describe('the cryptography of this software', () => {
  it('is the one that was handed in, in place of that of Node', () => {
    const zeros = new Uint8Array(32);
    useCryptography({ ...NODES_OWN, sha256: () => zeros, sha256Hex: () => '00' });
    expect([sha256(new Uint8Array(1)), sha256Hex('a')]).toEqual([zeros, '00']);
  });

  it('hashes in pieces as it hashes at once', () => {
    const hash = NODES_OWN.startSha256();
    hash.update('a');
    hash.update(Uint8Array.of(0x62));
    expect(hash.hex()).toBe(NODES_OWN.sha256Hex('ab'));
  });

  it('takes the keys of passkeys, and no other, in the one encoding in which they are written', () => {
    const spkiOf = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ format: 'der', type: 'spki' });
    const algorithmOf = (spki: Uint8Array): string | undefined => NODES_OWN.publicKeyIn(spki)?.algorithm;
    const p256 = spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
    expect(algorithmOf(p256)).toBe('ES256');
    expect(algorithmOf(spkiOf(generateKeyPairSync('ed25519')))).toBe('EdDSA');
    expect(algorithmOf(spkiOf(generateKeyPairSync('ec', { namedCurve: 'P-384' })))).toBeUndefined();
    expect(algorithmOf(spkiOf(generateKeyPairSync('x25519')))).toBeUndefined();
    expect(algorithmOf(Buffer.concat([p256, Buffer.alloc(1)]))).toBeUndefined();
  });
});
