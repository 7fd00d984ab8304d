import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalBytes, canonicalJson, MAX_DEPTH, NotCanonical } from './canonical-json.js';

/** The number whose IEEE 754 bits these are. */
function fromBits(hex: string): number {
  return Buffer.from(hex, 'hex').readDoubleBE();
}

function nested(levels: number): unknown {
  return levels === 0 ? 1 : [nested(levels - 1)];
}

/** RFC 8785, appendix B: IEEE 754 bits and the number's canonical form. */
const NUMBERS = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
] as const;

/** RFC 8785 in a few lines: ECMAScript's own forms of numbers and texts, and names in the order of their UTF-16 code units. */
function defined(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(defined).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${defined(member)}`).join(',')}}`;
}

describe('canonicalJson, by the examples of RFC 8785', () => {
  it.each(NUMBERS)('writes the number of the bits %s as %s', (bits, written) => {
    expect(canonicalJson(fromBits(bits))).toBe(written);
  });

  it.each(['7fffffffffffffff', '7ff0000000000000', 'fff0000000000000'])(
    'refuses the bits %s, which are no finite number',
    (bits) => {
      expect(() => canonicalJson({ volume: [fromBits(bits)] })).toThrow('/volume/0 is not a finite number');
    },
  );

  it('serializes the example of section 3.2.2', () => {
    const example = JSON.parse(
      String.raw`{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
        "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }`,
    ) as unknown;
    expect(canonicalJson(example)).toBe(
      String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],` +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it('sorts the names of section 3.2.3 by UTF-16 code units, not by code points', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    const written = canonicalJson(Object.fromEntries(names.map((name) => [name, 0])));
    expect(written).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
  });

  it('escapes only what it must, with the short escapes where there are some', () => {
    expect(canonicalJson('\b\t\n\f\r\u0000\u001f\u007f\u2028/"\\é')).toBe(
      String.raw`"\b\t\n\f\r\u0000\u001f${'\u007f\u2028'}/\"\\é"`,
    );
  });

  it('gives UTF-8', () => {
    expect(Buffer.from(canonicalBytes({ é: '€' })).toString('hex')).toBe('7b22c3a9223a22e282ac227d');
  });
});

describe('canonicalJson', () => {
  it('does not depend on the order in which members were added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue()), (members) => {
        const reversed = Object.fromEntries(Object.entries(members).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(members));
      }),
    );
  });

  it('is read back as the same value, which has the same form', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'grapheme' }), (value) => {
        const written = canonicalJson(value);
        expect(canonicalJson(JSON.parse(written))).toBe(written);
      }),
    );
  });

  it('is what another implementation of RFC 8785 makes of it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
        expect(canonicalJson(value)).toBe(defined(value));
      }),
    );
  });

  it('sorts names that look like numbers, or like something of every object, as others', () => {
    const names = ['1', '10', '2', '01', '-1', '1a', '4294967295', '9007199254740993', 'a', 'é', '__proto__', 'toJSON'];
    const members = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.nat(), fc.constant('x'), fc.constant(null)));
    const value = fc.oneof(members, fc.array(members), fc.dictionary(fc.constantFrom(...names), members));
    fc.assert(
      fc.property(value, (written) => {
        expect(canonicalJson(written)).toBe(defined(written));
      }),
      { numRuns: 1_000 },
    );
  });

  it('keeps a member that is called like a prototype', () => {
    const written = '{"__proto__":{"constructor":1}}';
    expect(canonicalJson(JSON.parse(written))).toBe(written);
  });

  it.each([
    ['a lone surrogate in a text', { name: 'a\ud800b' }, '/name'],
    ['a lone surrogate in a name', { 'a\udc00': 1 }, '/a\udc00'],
    ['surrogates in the wrong order', ['\udc00\ud800'], '/0'],
    ['undefined in an object', { value: undefined }, '/value'],
    ['undefined in a list', [1, undefined], '/1'],
    ['a gap in a list', Object.assign([], { length: 1 }), '/0'],
    ['undefined', undefined, ''],
    ['a bigint', { volume: 500n }, '/volume'],
    ['a function', { toJSON: () => 1 }, '/toJSON'],
    ['a symbol', { value: Symbol('x') }, '/value'],
    ['a date object', { on: new Date(0) }, '/on'],
    ['a map', { of: new Map() }, '/of'],
    ['bytes', { hash: new Uint8Array(2) }, '/hash'],
    ['an object of a class', { of: new URL('urn:x') }, '/of'],
    ['a fault under names that need escapes', { 'a/b': { 'c~d': Number.NaN } }, '/a~1b/c~0d'],
  ])('refuses %s and says where', (_, value, pointer) => {
    expect(() => canonicalJson(value)).toThrow(expect.objectContaining({ name: 'NotCanonical', pointer }));
  });

  it('refuses what is nested too deep, also when it is nested so deep that recursion would fail', () => {
    expect(canonicalJson(nested(MAX_DEPTH))).toBe(`${'['.repeat(MAX_DEPTH)}1${']'.repeat(MAX_DEPTH)}`);
    expect(() => canonicalJson(nested(MAX_DEPTH + 1))).toThrow(NotCanonical);
    const abyss = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown;
    expect(() => canonicalJson(abyss)).toThrow(NotCanonical);
  });

  it('refuses what contains itself', () => {
    const ouroboros: Record<string, unknown> = {};
    ouroboros['self'] = ouroboros;
    expect(() => canonicalJson(ouroboros)).toThrow(NotCanonical);
  });
});
