import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SharedMap } from './shared-map.js';

const mapOf = (entries: readonly (readonly [string, number])[]): SharedMap<number> =>
  entries.reduce((map, [key, value]) => map.with(key, value), SharedMap.empty<number>());

/** Every object that a value is made of. */
function objectsOf(value: unknown, found = new Set<object>()): ReadonlySet<object> {
  if (typeof value !== 'object' || value === null || found.has(value)) return found;
  found.add(value);
  for (const below of Object.values(value)) objectsOf(below, found);
  return found;
}

describe('a shared map', () => {
  it('holds what a Map holds, whatever is put into it, and those before it hold what they held', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string({ maxLength: 3 }), fc.nat())), fc.string(), (entries, other) => {
        const expected = new Map(entries);
        const map = mapOf(entries);
        map.with(other, -1);
        expect(new Map(map)).toEqual(expected);
        expect(new Set(map.keys())).toEqual(new Set(expected.keys()));
        expect(map.values()).toHaveLength(expected.size);
        for (const key of [...expected.keys(), other]) expect(map.get(key)).toBe(expected.get(key));
      }),
    );
  });

  it('keeps keys apart whose hashes are the same', () => {
    // Both have the FNV-1a hash 0x5e4daa9d.
    const map = mapOf([
      ['costarring', 1],
      ['liquid', 2],
      ['costarring', 3],
    ]);
    expect([map.get('costarring'), map.get('liquid'), map.values().length]).toEqual([3, 2, 2]);
  });

  it('is made with a handful of new objects, however many entries there are', () => {
    const entries = Array.from({ length: 20_000 }, (_, number) => [`SYR-${number}`, number] as const);
    const before = mapOf(entries);
    const known = objectsOf(before);
    const made = [...objectsOf(before.with('SYR-one-more', 1))].filter((object) => !known.has(object));
    expect(made.length).toBeLessThan(25);
  });
});
