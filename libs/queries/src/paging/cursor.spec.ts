import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { QueryRefused } from '../query-refused.js';
import { decodeCursor, decodePosition, encodeCursor } from './cursor.js';

function refusal(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof QueryRefused)) throw error;
    return error.code;
  }
}

describe('a cursor', () => {
  it('holds its place, in its own list only', () => {
    const places = fc.array(fc.oneof(fc.string({ maxLength: 30 }), fc.maxSafeInteger()), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(places, (place) => {
        const cursor = encodeCursor('patients', place);
        expect(cursor).toMatch(/^[\w-]+$/);
        expect(decodeCursor('patients', cursor, place.length)).toEqual(place);
        expect(refusal(() => decodeCursor('audit', cursor, place.length))).toBe('bad-cursor');
        expect(refusal(() => decodeCursor('patients', cursor, place.length + 1))).toBe('bad-cursor');
      }),
    );
  });

  it('is refused when it is none, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 600 }),
        (text) => refusal(() => decodeCursor('patients', text, 1)) === 'bad-cursor',
      ),
    );
    const hostile = ['null', '{}', '[1,"patients",null]', '[1,"patients",{"a":1}]', '[2,"patients",1]'];
    for (const json of hostile.map((text) => Buffer.from(text).toString('base64url'))) {
      expect(refusal(() => decodeCursor('patients', json, 1))).toBe('bad-cursor');
    }
  });

  it('of a list by position holds a whole number and nothing else', () => {
    expect(decodePosition('events', encodeCursor('events', [17]))).toBe(17);
    for (const place of ['17', 1.5, Number.MAX_SAFE_INTEGER + 1]) {
      expect(refusal(() => decodePosition('events', encodeCursor('events', [place])))).toBe('bad-cursor');
    }
  });
});
