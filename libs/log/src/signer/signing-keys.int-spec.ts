import { openNote } from '@bali/ledger';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { statSync, writeFileSync } from 'node:fs';
import { append, LogFixture, ORIGIN } from '../../testing/index.js';
import { SigningKeysRefused } from '../errors.js';
import { readSigningKeys, rotateSigningKeys } from './signing-keys.js';

let fixture: LogFixture;
beforeEach(() => {
  fixture = new LogFixture();
});
afterEach(() => fixture[Symbol.asyncDispose]());

const verifiers = () => readSigningKeys(fixture.files.keys, ORIGIN)!.verifiers;

describe('signing keys', () => {
  it('are for their owner alone, and for the log that they were made for', () => {
    expect(statSync(fixture.files.keys).mode & 0o777).toBe(0o600);
    expect(() => readSigningKeys(fixture.files.keys, 'bali.example/NCT00904501/access')).toThrow('keeps its name');
    writeFileSync(fixture.files.keys, '{"origin":"secret"}');
    expect(() => readSigningKeys(fixture.files.keys, ORIGIN)).toThrow(SigningKeysRefused);
    expect(() => readSigningKeys(fixture.files.keys, ORIGIN)).not.toThrow(/secret/);
    expect(readSigningKeys(fixture.inside('none.json'), ORIGIN)).toBeUndefined();
  });

  it('both sign for a while after a rotation, and then the new one alone; older checkpoints still verify', async () => {
    const store = fixture.openStore();
    await append(store, 1);
    const log = fixture.openLog(store);
    const before = await log.signing.sign();
    const old = verifiers();
    const bothUntil = new Date('2026-06-01T00:00:00Z');
    rotateSigningKeys(fixture.files.keys, ORIGIN, { seed: new Uint8Array(32).fill(8), now: fixture.now, bothUntil });
    expect(verifiers()).toHaveLength(2);
    const both = await log.signing.sign();
    expect(openNote(both.note, old).signedBy).toEqual(old);
    expect(openNote(both.note, verifiers()).signedBy).toEqual(verifiers());
    fixture.now = bothUntil;
    await append(store, 1);
    const after = await log.signing.sign();
    expect(() => openNote(after.note, old)).toThrow('no known key');
    expect(openNote(after.note, verifiers()).signedBy).toEqual(verifiers().slice(0, 1));
    expect(openNote(before.note, verifiers()).signedBy).toEqual(old);
    rotateSigningKeys(fixture.files.keys, ORIGIN, { seed: new Uint8Array(32).fill(9), now: fixture.now, bothUntil });
    const privateParts = readSigningKeys(fixture.files.keys, ORIGIN)!.keys.map(({ privateKey }) => privateKey?.type);
    expect(privateParts).toEqual(['private', 'private', undefined]);
  });
});
