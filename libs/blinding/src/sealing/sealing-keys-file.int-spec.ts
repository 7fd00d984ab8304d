import { makeSealingKeysFile, readSealingKeys, rotateSealingKeys, SealingKeysRefused } from '@bali/blinding';
import { sampleKey, sampleKeys } from '@bali/blinding/testing';
import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

let directory: TemporaryDirectory;
let path: string;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'keys', 'sealing.json');
});
afterEach(() => directory[Symbol.dispose]());

function refusalOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof SealingKeysRefused) return `${error.code}: ${error.message}`;
    throw error;
  }
  return 'read';
}

describe('the file of the sealing keys', () => {
  it('is made once, for its owner alone, and is a JWK set', () => {
    expect(readSealingKeys({ path })).toBeUndefined();
    expect(makeSealingKeysFile(path, sampleKey('one'))).toBe(true);
    expect(makeSealingKeysFile(path, sampleKey('another'))).toBe(false);
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
    expect(readSealingKeys({ path })).toEqual(sampleKeys('one'));
    expect(readdirSync(dirname(path))).toEqual(['sealing.json']);
    const jwkSet = readFileSync(path, 'utf8');
    expect(JSON.parse(jwkSet)).toMatchObject({ keys: [{ kty: 'oct', enc: 'A256GCM', use: 'enc' }] });
    expect(readSealingKeys({ jwkSet })).toEqual(sampleKeys('one'));
  });

  it('keeps the former keys when a new one is put before them', () => {
    makeSealingKeysFile(path, sampleKey('one'));
    rotateSealingKeys(path, sampleKey('two'));
    rotateSealingKeys(path, sampleKey('three'));
    const keys = readSealingKeys({ path });
    expect(keys).toEqual(sampleKeys('three', 'two', 'one'));
    expect(keys?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(refusalOf(() => rotateSealingKeys(`${path}.x`, sampleKey('two')))).toMatch(/^sealing-keys-missing: /);
  });

  it.each([0o640, 0o604, 0o660, 0o666])('is refused when others may read or write it: %o', (mode) => {
    makeSealingKeysFile(path, sampleKey('one'));
    chmodSync(path, mode);
    expect(refusalOf(() => readSealingKeys({ path }))).toMatch(/^sealing-keys-unprotected: .*0600$/);
  });

  it('is refused when it is something else, and no byte of it is quoted', () => {
    const key = Buffer.from(sampleKey('one')).toString('base64url');
    const jwk = (changes: object) =>
      JSON.stringify({ keys: [{ kty: 'oct', k: key, kid: 'f'.repeat(16), ...changes }] });
    const texts = [
      '',
      'secret',
      '{}',
      '[]',
      'null',
      '{"keys":[]}',
      '{"keys":[null]}',
      jwk({}),
      jwk({ k: 'AAAA' }),
      jwk({ kty: 'RSA' }),
    ];
    for (const text of texts) {
      for (const read of [() => readSealingKeys({ jwkSet: text }), () => readFrom(text)]) {
        const refusal = refusalOf(read);
        expect(refusal).toMatch(/^sealing-keys-malformed: /);
        expect(refusal).not.toMatch(/secret|AAAA/);
        expect(refusal).not.toContain(key);
      }
    }

    function readFrom(text: string) {
      const file = join(directory.path, 'sealing.json');
      writeFileSync(file, text, { mode: 0o600 });
      return readSealingKeys({ path: file });
    }
  });
});
