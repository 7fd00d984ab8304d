import { describe, expect, it } from '@jest/globals';
import { defineEvent } from './define-event.js';
import { definitionIn, raisedIn } from './earlier-version.js';
import { publishedSchema, schemaViolation, UnknownEvent } from './event-definition.js';
import { Type } from 'typebox';
import { line, oneOf, whole } from './fields.js';

const number = whole('number', 1, 10);
const WoundDressed = defineEvent('WoundDressed', {
  schemaVersion: 3,
  about: 'a wound was dressed',
  data: { number, side: oneOf('side', ['left', 'right', 'not-recorded']), by: Type.Optional(line('who did it')) },
  earlier: [
    {
      schemaVersion: 2,
      data: { number, side: oneOf('side', ['left', 'right']) },
      upcast: (data: { readonly number: number; readonly side: string }) => data,
    },
    {
      schemaVersion: 1,
      data: { number },
      upcast: (data: { readonly number: number }) => ({ ...data, side: 'not-recorded' }),
      sentence: ({ number: count }: { readonly number: number }) => `wound ${count} was dressed`,
    },
  ],
  happened: undefined,
  mayGiveAwayArm: false,
  notCorrectable: [],
  mayBeAnnulled: false,
  signedUnder: [],
  command: undefined,
  sentence: ({ number: count, side }) => `wound ${count} was dressed (${side})`,
  sample: { number: 1, side: 'left' },
});
const CATALOGUE = { WoundDressed };

describe('[P11-10c] an earlier version of an event', () => {
  it('keeps the schema that it was written under', () => {
    expect(schemaViolation(definitionIn(CATALOGUE, 'WoundDressed', 1), { number: 2 })).toBeUndefined();
    expect(schemaViolation(definitionIn(CATALOGUE, 'WoundDressed', 2), { number: 2 })).toBeDefined();
    expect(publishedSchema(definitionIn(CATALOGUE, 'WoundDressed', 1))).toMatchObject({ required: ['number'] });
    expect(definitionIn(CATALOGUE, 'WoundDressed')).toBe(WoundDressed);
  });

  it('is raised through every version up to the one that is written today', () => {
    const stored = { type: 'WoundDressed', schemaVersion: 1, data: { number: 2 }, revision: 7 };
    const raised = raisedIn(CATALOGUE, stored);
    expect(raised).toEqual({ ...stored, schemaVersion: 3, data: { number: 2, side: 'not-recorded' } });
    expect(schemaViolation(WoundDressed, raised.data)).toBeUndefined();
    expect(raisedIn(CATALOGUE, raised)).toBe(raised);
  });

  it('reads as the sentence that is written today, or in words of its own', () => {
    const about = { patient: 'REI-001', show: String, definitionOf: () => WoundDressed };
    const said = (version: number, data: object) =>
      definitionIn(CATALOGUE, 'WoundDressed', version).sentence(data as never, about);
    expect(said(2, { number: 2, side: 'left' })).toBe('wound 2 was dressed (left)');
    expect(said(1, { number: 2 })).toBe('wound 2 was dressed');
  });

  it('is read as it is, if the next version demands what old records do not know', () => {
    const [third, second, first] = [3, 2, 1].map((schemaVersion) => ({
      schemaVersion,
      data: { number },
      upcast: schemaVersion === 2 ? undefined : (data: object) => data,
    }));
    const WoundClosed = defineEvent('WoundClosed', {
      ...{
        schemaVersion: 4,
        about: 'a wound was closed',
        data: { number },
        happened: undefined,
        mayGiveAwayArm: false,
      },
      ...{ notCorrectable: [], mayBeAnnulled: false, signedUnder: [], command: undefined, sample: { number: 1 } },
      earlier: [third!, second!, first!],
      sentence: ({ number: count }) => `wound ${count} was closed`,
    });
    const catalogue = { WoundClosed };
    const stored = (schemaVersion: number) => ({ type: 'WoundClosed', schemaVersion, data: { number: 2 } });
    expect([1, 2].map((version) => raisedIn(catalogue, stored(version)))).toEqual([stored(1), stored(2)]);
    expect(raisedIn(catalogue, stored(3))).toEqual(stored(4));
    const about = { patient: 'REI-001', show: String, definitionOf: () => WoundClosed };
    const before = definitionIn(catalogue, 'WoundClosed', 1);
    expect(before.sentence({ number: 2 } as never, about)).toBe('wound 2 was closed');
  });

  it('is unknown, if it never was, and no record of another catalogue is touched', () => {
    expect(() => definitionIn(CATALOGUE, 'WoundDressed', 4)).toThrow(UnknownEvent);
    expect(() => definitionIn(CATALOGUE, 'toString')).toThrow(UnknownEvent);
    const other = { type: 'SomethingElse', schemaVersion: 1, data: {} };
    expect(raisedIn(CATALOGUE, other)).toBe(other);
  });
});
