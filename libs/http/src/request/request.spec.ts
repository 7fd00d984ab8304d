import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Problem } from '../problems/problem.js';
import { entityTag, readIfMatch } from './entity-tag.js';
import { readIdempotencyKey } from './idempotency-key.js';
import { readJsonBody } from './json-body.js';
import { RouteTable } from './route-table.js';

function refusal(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.kind.code;
  }
}

describe('If-Match', () => {
  it('names a revision as ETag does, or none', () => {
    fc.assert(fc.property(fc.nat(), (revision) => readIfMatch(entityTag(revision)) === revision));
    expect(readIfMatch(undefined)).toBeUndefined();
    expect(readIfMatch('*')).toBeUndefined();
    for (const header of ['', '12', 'W/"12"', '"-1"', '"01"', '"1", "2"', '"1.5"', `"${'9'.repeat(16)}"`, '"a"']) {
      expect(refusal(() => readIfMatch(header))).toBe('if-match-malformed');
    }
  });
});

describe('Idempotency-Key', () => {
  it('is 1 to 255 visible ASCII characters', () => {
    expect(readIdempotencyKey('~'.repeat(255))).toHaveLength(255);
    expect(refusal(() => readIdempotencyKey(undefined))).toBe('idempotency-key-missing');
    for (const key of ['', ' ', 'a b', 'é', 'x'.repeat(256), 'a\n', ['a', 'b']]) {
      expect(refusal(() => readIdempotencyKey(key))).toBe('idempotency-key-malformed');
    }
  });
});

describe('readJsonBody', () => {
  const read = (text: string) => readJsonBody(Buffer.from(text));

  it('reads every JSON object that is not too deep', () => {
    const values = fc.dictionary(
      fc.stringMatching(/^[a-z~/]{1,8}$/).filter((name) => name !== 'constructor'),
      fc.jsonValue({ maxDepth: 5 }),
    );
    fc.assert(
      fc.property(values, (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/"(__proto__|constructor|prototype)":/.test(text));
        expect(read(text)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('says where what it refuses is', () => {
    const where = (text: string) => {
      try {
        return read(text);
      } catch (error) {
        return (error as Problem).details.errors?.[0]?.field;
      }
    };
    expect(where('{"a":[{"b/c":"\\udfff"}]}')).toBe('/a/0/b~1c');
    expect(where('{"a":{"__proto__":1}}')).toBe('/a/__proto__');
    const nested = (depth: number) => '{"a":'.repeat(depth) + '1' + '}'.repeat(depth);
    expect(where(nested(32))).toEqual(JSON.parse(nested(32)));
    expect(where(nested(33))).toBe('/a'.repeat(32));
  });
});

describe('RouteTable', () => {
  it('knows the methods at a path', () => {
    const routes = new RouteTable();
    routes.add('/v1/patients/:patient', 'GET');
    routes.add('/v1/patients/:patient', ['DELETE']);
    routes.add('/*', 'GET');
    expect(routes.methodsAt('/v1/patients/REI-001?x=/')).toEqual(['DELETE', 'GET']);
    expect(routes.methodsAt('/v1/patients')).toEqual([]);
    expect(routes.methodsAt('/v1/patients/REI-001/visits')).toEqual([]);
  });
});
