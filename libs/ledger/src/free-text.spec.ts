import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAuthenticText, MAX_TEXT_LENGTH, saltedText } from './free-text.js';

const saltOf = (byte: number) => new Uint8Array(32).fill(byte);

describe('a free text', () => {
  it('is hashed with its salt before it, as anyone can do again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.uint8Array({ minLength: 32, maxLength: 32 }), (text, salt) => {
        const kept = saltedText(text, salt);
        const hash = createHash('sha256').update(Buffer.from(kept.salt, 'hex')).update(kept.text, 'utf8');
        expect(kept).toEqual({ hash: hash.digest('hex'), salt: Buffer.from(salt).toString('hex'), text });
      }),
    );
  });

  it('has another hash under another salt, so that what is left after an erasure tells nothing of it', () => {
    expect(saltedText('fell at home', saltOf(1)).hash).not.toBe(saltedText('fell at home', saltOf(2)).hash);
  });

  it('is authentic as it was written, and in no other way', () => {
    const kept = saltedText('fell at home', saltOf(0xab));
    expect(isAuthenticText(kept)).toBe(true);
    const altered = [
      { ...kept, text: 'fell at work' },
      { ...kept, salt: 'cd'.repeat(32) },
      { ...kept, salt: kept.salt.toUpperCase() },
      { ...kept, salt: kept.salt.slice(2) },
      { ...kept, hash: saltedText('fell at work', saltOf(0xab)).hash },
      saltedText('a'.repeat(MAX_TEXT_LENGTH + 1), saltOf(1)),
      saltedText('half a pair: \ud83e', saltOf(1)),
    ];
    expect(altered.filter(isAuthenticText)).toEqual([]);
  });

  it.each([0, 16, 31, 33])('is not hashed with a salt of %i bytes', (length) => {
    expect(() => saltedText('fell at home', new Uint8Array(length))).toThrow(RangeError);
  });
});
