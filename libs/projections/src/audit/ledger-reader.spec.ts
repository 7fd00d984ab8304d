import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MemoryEventStore, sampleRecords } from '@bali/projections/testing';
import { recordsAt } from './ledger-reader.js';

describe('reading records by their positions', () => {
  it('gives those that are there, in the order asked for', async () => {
    const records = sampleRecords(12);
    const asked = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.uniqueArray(fc.nat({ max: 15 })));
    await fc.assert(
      fc.asyncProperty(asked, async ([pageSize, positions]) => {
        const found = await recordsAt(new MemoryEventStore(records, pageSize), positions);
        const expected = positions.filter((position) => position < records.length);
        expect(found).toEqual(expected.map((position) => ({ position, record: records[position] })));
      }),
    );
  });
});
