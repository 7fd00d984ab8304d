import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { strictBase64, strictBase64url, toBase64, toBase64url } from './base64.js';
import { concatBytes, equalBytes, fromHex, fromUtf8, toHex, utf8, uuidBytes } from './bytes.js';

describe('bytes without Buffer', () => {
  it('are written in hex and base64 as Node writes them, and read back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        const buffer = Buffer.from(bytes);
        expect(toHex(bytes)).toBe(buffer.toString('hex'));
        expect(toBase64(bytes)).toBe(buffer.toString('base64'));
        expect(toBase64url(bytes)).toBe(buffer.toString('base64url'));
        expect(fromHex(toHex(bytes))).toEqual(bytes);
        expect(strictBase64(toBase64(bytes))).toEqual(bytes);
        expect(strictBase64url(toBase64url(bytes))).toEqual(bytes);
      }),
    );
  });

  it('are read from base64 only where it is the one way to write them', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 12 }), (text) => {
        expect(strictBase64(text) !== undefined).toBe(Buffer.from(text, 'base64').toString('base64') === text);
        expect(strictBase64url(text) !== undefined).toBe(Buffer.from(text, 'base64url').toString('base64url') === text);
      }),
      { examples: [['QQ=='], ['QQ'], ['QR=='], ['QQ= ='], [' QQ=='], ['-_-_'], ['+/+/'], ['']] },
    );
    expect(strictBase64('QR==')).toBeUndefined();
    expect(strictBase64url('QQ==')).toBeUndefined();
  });

  it('are compared byte by byte, wherever they lie in memory', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 40 }),
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(9),
        fc.nat(9),
        (one, other, before, beforeOther) => {
          const placed = (bytes: Uint8Array, place: number): Uint8Array =>
            concatBytes([new Uint8Array(place).fill(1), bytes, Uint8Array.of(2)]).subarray(place, place + bytes.length);
          expect(equalBytes(placed(one, before), placed(one, beforeOther))).toBe(true);
          expect(equalBytes(placed(one, before), placed(other, beforeOther))).toBe(Buffer.from(one).equals(other));
          const changed = Uint8Array.from(one, (byte, place) => (place === before ? byte ^ 1 : byte));
          expect(equalBytes(one, changed)).toBe(before >= one.length);
        },
      ),
    );
  });

  it('of a text are its UTF-8; what is no hex is refused', () => {
    expect(utf8('é€')).toEqual(Uint8Array.from(Buffer.from('é€', 'utf8')));
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61, 0xff))).toBe('\u{feff}a\u{fffd}');
    expect(fromHex('00fF')).toEqual(Uint8Array.of(0, 255));
    expect(() => fromHex('0')).toThrow(RangeError);
    expect(() => fromHex('zz')).toThrow(RangeError);
  });

  it('of a UUID are those that its digits say', () => {
    fc.assert(fc.property(fc.uuid(), (id) => expect(toHex(uuidBytes(id))).toBe(id.replaceAll('-', ''))));
    for (const none of [
      '',
      '6f0a2f0e',
      '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0z',
      '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a00',
    ]) {
      expect(() => uuidBytes(none)).toThrow(RangeError);
    }
  });
});
