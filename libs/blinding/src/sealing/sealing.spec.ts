import {
  contentKeyOf,
  MAX_SEALED_TEXT_LENGTH,
  openSealedRecord,
  openSealedText,
  openWithContentKey,
  recordSealer,
  SEALED_BYTES,
  SEALED_EVENT,
  SealedDataUnreadable,
  sealRecord,
  sealText,
  TooLargeToSeal,
} from '@bali/blinding';
import { sampleKeys, sampleSealable, seededChance } from '@bali/blinding/testing';
import { leafOf, type LedgerRecord, saltedText } from '@bali/ledger';
import { schemaViolation } from '@bali/schema';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { CompactEncrypt, compactDecrypt } from 'jose';

const keys = sampleKeys('now', 'before');
const seal = (record: LedgerRecord, by = keys) => sealRecord(record, by, seededChance);
const sealedIn = ({ data }: LedgerRecord): string => (data as { sealed: string }).sealed;

/** Data of any content, as deep and as long as may be recorded. */
const anyData = fc.jsonValue({ maxDepth: 4 }).filter((data) => JSON.stringify(data).length < 4_000);
const anyType = fc.stringMatching(/^[A-Z][A-Za-z]{0,40}$/);
const anyText = fc.string({ unit: 'binary', maxLength: MAX_SEALED_TEXT_LENGTH / 2 });

async function codeOf(opening: Promise<unknown>): Promise<string> {
  const error = await opening.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof SealedDataUnreadable)) throw new Error(`opened, or failed otherwise: ${String(error)}`);
  return error.code;
}

describe('a sealed record', () => {
  it('has one length, type and version whatever is in it, and opens to what it was', async () => {
    const lengths = new Set<number>();
    await fc.assert(
      fc.asyncProperty(anyType, anyData, async (type, data) => {
        const record = sampleSealable(type, data);
        const sealed = seal(record);
        lengths.add(sealedIn(sealed).length).add(sealedIn(sealed).length);
        expect([sealed.type, sealed.schemaVersion]).toEqual(['SealedEventRecorded', 1]);
        expect(schemaViolation(SEALED_EVENT, sealed.data)).toBeUndefined();
        expect(leafOf(await openSealedRecord(sealed, keys))).toEqual(leafOf(record));
      }),
    );
    expect(lengths.size).toBe(1);
  });

  it('shows nothing of what is in it, and leaves who, when and which command as they are', () => {
    const record = sampleSealable('SlotTaken', { patient: 'REI-001', stratum: 'ALL', slot: 7 });
    const sealed = seal(record);
    expect(Buffer.from(leafOf(sealed)).toString()).not.toMatch(/REI-001|SlotTaken|"slot"/);
    expect({ ...sealed, type: record.type, data: record.data }).toEqual(record);
  });

  it('seals its signature too, which is of the record as it is opened', async () => {
    const unsigned = sampleSealable('ProductReleasedFromUnit', { arm: 'A' });
    const [signedAt, contentHash] = [unsigned.metadata.recordedAt, '7d1a5c0e'.repeat(8)];
    const signature = { name: 'Anne Petit', meaning: 'I say so.', method: 'password', signedAt, contentHash };
    const record = { ...unsigned, metadata: { ...unsigned.metadata, signature } };
    const sealed = seal(record);
    expect(sealed.metadata.signature).toBeUndefined();
    expect(sealedIn(sealed)).toHaveLength(sealedIn(seal(sampleSealable('X', {}))).length);
    expect(await openSealedRecord(sealed, keys)).toEqual(record);
  });

  it('is a JWE that others open, and we open theirs', async () => {
    const record = sampleSealable('SlotTaken', { slot: 7 });
    const sealed = seal(record);
    const key = contentKeyOf(record.id, keys, keys.current.kid);
    const { plaintext, protectedHeader } = await compactDecrypt(sealedIn(sealed), key);
    expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: keys.current.kid });
    expect(plaintext).toHaveLength(SEALED_BYTES);
    expect(JSON.parse(Buffer.from(plaintext).toString())).toMatchObject({ type: 'SlotTaken', data: { slot: 7 } });
    const theirs = await new CompactEncrypt(plaintext).setProtectedHeader(protectedHeader).encrypt(key);
    expect(await openSealedRecord({ ...sealed, data: { sealed: theirs } }, keys)).toEqual(record);
  });

  it('never has the same vector for two contents, also when chance repeats itself', () => {
    const vectorOf = (data: unknown) => sealedIn(seal(sampleSealable('SlotTaken', data))).split('.')[2];
    fc.assert(
      fc.property(anyData, anyData, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        expect(vectorOf(one)).not.toBe(vectorOf(other));
      }),
    );
    expect(vectorOf({ slot: 7 })).toBe(vectorOf({ slot: 7 }));
  });

  it('[P11-10e] is the same whenever it is made anew of one event, also by true chance, and never shares a vector with another instant', () => {
    const again = recordSealer(keys, (length) => randomBytes(length));
    const unsigned = sampleSealable('SlotTaken', { slot: 7 });
    const signedAt = (instant: string): LedgerRecord => {
      const signature = { name: 'Anne Petit', meaning: 'I say so.', method: 'password', contentHash: '7d'.repeat(32) };
      const metadata = { ...unsigned.metadata, recordedAt: instant, signature: { ...signature, signedAt: instant } };
      return { ...unsigned, metadata };
    };
    const [one, other] = ['2026-03-02T10:00:00.000Z', '2026-03-02T13:00:00.000Z'].map(signedAt);
    const leaf = leafOf(again(one!));
    const vectorOf = (record: LedgerRecord) => sealedIn(again(record)).split('.')[2];
    expect(vectorOf(other!)).not.toBe(vectorOf(one!));
    expect(leafOf(again(one!))).toEqual(leaf);
    expect(leafOf(recordSealer(keys, (length) => randomBytes(length))(one!))).not.toEqual(leaf);
  });

  it('can be opened alone with the key of its own, which opens no other', async () => {
    const [one, other] = [sampleSealable('SlotTaken', { slot: 1 }, 1), sampleSealable('SlotTaken', { slot: 2 }, 2)];
    const key = contentKeyOf(one.id, keys, keys.current.kid);
    expect(await openWithContentKey(seal(one), key)).toEqual(one);
    expect(await codeOf(openWithContentKey(seal(other), key))).toBe('sealed-data-altered');
  });

  it('opens after a rotation of keys, and is sealed with the newest', async () => {
    const before = seal(sampleSealable('SlotTaken', { slot: 7 }), sampleKeys('before'));
    expect((await openSealedRecord(before, keys)).data).toEqual({ slot: 7 });
    expect(keys.kids).toEqual([keys.current.kid, sampleKeys('before').current.kid]);
    expect(keys.digest('a message')).toBe(sampleKeys('before').digest('a message'));
  });

  it('has room for so much and no more', () => {
    const room = SEALED_BYTES - '{"data":"","padding":"","schemaVersion":1,"type":"X"}'.length;
    expect(() => seal(sampleSealable('X', 'x'.repeat(room)))).not.toThrow();
    expect(() => seal(sampleSealable('X', 'x'.repeat(room + 1)))).toThrow(TooLargeToSeal);
  });

  it('[P11-10a] is refused, by a code that says nothing of its content, when a single character was altered', async () => {
    const sealed = seal(sampleSealable('SlotTaken', { arm: 'A' }));
    const jwe = sealedIn(sealed);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(jwe.length - 1),
        fc.constantFrom('A', 'Z', 'a', 'z', '0', '9', '-', '_', '.'),
        async (at, character) => {
          fc.pre(jwe[at] !== character);
          const altered = jwe.slice(0, at) + character + jwe.slice(at + 1);
          // The last character of a part may have bits that mean nothing; a decoder may leave them out.
          fc.pre(!sameBytes(jwe, altered));
          expect(await codeOf(openSealedRecord({ ...sealed, data: { sealed: altered } }, keys))).toMatch(
            /^(sealed-data-altered|sealed-data-malformed|sealing-key-unknown)$/,
          );
        },
      ),
    );
  });

  it('[P11-10a] is refused in the place of another, with a wrong key, and when it is none', async () => {
    const [one, other] = [1, 2].map((slot) => seal(sampleSealable('SlotTaken', { slot }, slot)));
    const swapped = openSealedRecord({ ...one!, data: other!.data }, keys);
    expect(await codeOf(swapped)).toBe('sealed-data-altered');
    expect(await codeOf(openSealedRecord(one!, sampleKeys('another')))).toBe('sealing-key-unknown');
    await expect(openSealedRecord(one!, sampleKeys('another'))).rejects.toThrow(
      /^the sealed record [0-9a-f-]{36} is sealed with a key/,
    );
    const wrongKey = openWithContentKey(one!, new Uint8Array(32));
    expect(await codeOf(wrongKey)).toBe('sealed-data-altered');
    for (const data of [undefined, null, {}, { sealed: 7 }, { sealed: 'x' }, { sealed: 'a.b.c.d.e' }]) {
      expect(await codeOf(openSealedRecord({ ...one!, data }, keys))).toBe('sealed-data-malformed');
    }
    expect(await codeOf(openSealedRecord({ ...one!, type: 'Randomized' }, keys))).toBe('sealed-data-malformed');
  });
});

function sameBytes(one: string, other: string): boolean {
  const bytes = (jwe: string) => jwe.split('.').map((part) => Buffer.from(part, 'base64url').toString('hex'));
  return JSON.stringify(bytes(one)) === JSON.stringify(bytes(other));
}

describe('a sealed text', () => {
  const salt = seededChance(32, 'salt');

  it('has one length whatever it says, the hash of what is kept, and opens to what it was', async () => {
    const lengths = new Set<number>();
    await fc.assert(
      fc.asyncProperty(anyText, async (text) => {
        const kept = sealText(text, salt, keys, seededChance);
        lengths.add(kept.text.length);
        expect(saltedText(kept.text, salt)).toEqual(kept);
        expect(await openSealedText(kept, keys)).toBe(text);
      }),
    );
    expect(lengths.size).toBe(1);
  });

  it('has room for so much and no more, and is refused when it was altered', async () => {
    const longest = '€'.repeat(MAX_SEALED_TEXT_LENGTH);
    const kept = sealText(longest, salt, keys, seededChance);
    expect(await openSealedText(kept, keys)).toBe(longest);
    expect(() => sealText(`${longest}x`, salt, keys, seededChance)).toThrow(TooLargeToSeal);
    const another = { ...kept, salt: '0'.repeat(64) };
    expect(await codeOf(openSealedText(another, keys))).toBe('sealed-data-altered');
    expect(await codeOf(openSealedText(kept, sampleKeys('another')))).toBe('sealing-key-unknown');
  });
});
