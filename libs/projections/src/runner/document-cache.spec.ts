import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DocumentCache } from './document-cache.js';

class Table {
  readonly rows = new Map<string, string>();
  saved = 0;

  load(key: string): { document: number[]; size: number } | undefined {
    const json = this.rows.get(key);
    return json === undefined ? undefined : { document: JSON.parse(json) as number[], size: json.length };
  }

  save(key: string, document: readonly number[]): void {
    this.saved += 1;
    this.rows.set(key, JSON.stringify(document));
  }
}

const KEYS = ['REI-001', 'REI-002', 'NAN-001', 'PAR-001'];

describe('the document cache', () => {
  it('ends with the same documents however small it is and whenever it is flushed', () => {
    const step = fc.record({ key: fc.constantFrom(...KEYS), value: fc.nat(), flush: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.integer({ min: 1, max: 80 }), (steps, maxSize) => {
        const table = new Table();
        const cache = new DocumentCache<number[]>(table, maxSize);
        const expected = new Map<string, string>();
        for (const { key, value, flush } of steps) {
          cache.update(key, 10, (document = []) => [...document, value]);
          expected.set(key, JSON.stringify([...(JSON.parse(expected.get(key) ?? '[]') as number[]), value]));
          if (flush) cache.flush();
        }
        cache.flush();
        expect(Object.fromEntries(table.rows)).toEqual(Object.fromEntries(expected));
      }),
    );
  });

  it('writes a document once a batch while there is room', () => {
    const table = new Table();
    const cache = new DocumentCache<number[]>(table, 1_000);
    for (let value = 0; value < 20; value += 1) cache.update('REI-001', 10, (document = []) => [...document, value]);
    cache.flush();
    cache.flush();
    expect(table.saved).toBe(1);
  });

  it('keeps no more in memory than it is told: what was not used for longest is written and let go of', () => {
    const table = new Table();
    const cache = new DocumentCache<number[]>(table, 30);
    for (const key of ['a', 'b', 'c', 'a', 'd']) cache.update(key, 10, (document = []) => [...document, 1]);
    expect([...table.rows.keys()]).toEqual(['b', 'c']);
    cache.update('a', 100, (document = []) => [...document, 2]);
    expect(table.rows.get('a')).toBe('[1,1,2]');
    cache.flush();
    expect([...table.rows.keys()]).toEqual(['b', 'c', 'a', 'd']);
  });
});
