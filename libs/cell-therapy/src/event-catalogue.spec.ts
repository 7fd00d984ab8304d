import { describe, expect, it } from '@jest/globals';
import { type FieldSchema, decimalPattern } from '@bali/schema';
import { CELL_THERAPY_EVENTS } from './unit/cell-events.js';

const DECIMALS = [1, 2, 3].map(decimalPattern);

/** The places of the decimals of a schema, as JSON pointers in which `*` stands for each item of a list. */
function decimalsIn(schema: FieldSchema, place = ''): readonly string[] {
  if (DECIMALS.includes(schema.pattern ?? '')) return [place];
  return [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inside]) => decimalsIn(inside, `${place}/${name}`)),
    ...(schema.items === undefined ? [] : decimalsIn(schema.items, `${place}/*`)),
    ...(schema.anyOf ?? []).flatMap((branch) => decimalsIn(branch, place)),
  ];
}

describe('an event of the unit', () => {
  it.each(Object.values(CELL_THERAPY_EVENTS))('says within which range each of its decimals is: $type', (event) => {
    expect(event.ranges.map(({ field }) => field)).toEqual(decimalsIn(event.data));
  });

  it('has at least one decimal in every kind of place: by itself, in a list, in one of several products', () => {
    const all = Object.values(CELL_THERAPY_EVENTS).flatMap(({ data }) => decimalsIn(data));
    expect(all).toEqual(expect.arrayContaining(['/volumeMl', '/containers/*/cellsMl', '/composition/concentrateMl']));
  });
});
