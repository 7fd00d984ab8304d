import type { Chance } from './chance.js';

/** Values that programs send by mistake, and such as no program sends. */
const ODD: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1, 1.5, -0, 2 ** 31, 2 ** 53, 1e308, -1e308, 5e-324],
  ...['', ' ', '0', '-1', 'null', 'NaN', 'x'.repeat(5_000), 'x'.repeat(70_000), '\u0000', 'a\u0000b', '\ud800'],
  ...['\u202e123', '\ufeff', 'é'.normalize('NFD'), '👩‍⚕️'.repeat(50), "'; DROP TABLE events; --", '<script>', '${7*7}'],
  ...[
    '../../keys',
    '__proto__',
    'constructor',
    'REI-001',
    'REI-000',
    'ZZZ-999',
    '2011-02-30',
    '2011-13-01',
    '0000-00-00',
  ],
  ...['2011', '2011-06', '9999-12-31', '2011-06-14T24:00:00Z', '2011-06-14T12:00:00+99:00', '2011-06-14T12:00:00'],
  ...['2011-06-14T12:00:60Z', '-000001-01-01T00:00:00Z', '1e3', '0x10', '٣', '１２', '7,5', '7.5000000000000000000001'],
  ...[[], {}, [[]], [null], { length: 1 }, { toString: 'x' }, { then: 'x' }, Array.from({ length: 300 }, () => 'x')],
  ...[{ $ref: '#' }, { type: 'Buffer', data: [1] }, nested(20), nested(40)],
];

/** Names that mean something to JavaScript, or to us elsewhere. */
const ODD_NAMES = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', '', ' ', 'x'.repeat(300), '0'],
  ...['recordedAt', 'actor', 'arm', 'metadata', 'signature', 'commandId', 'a/b', 'a~b', 'é'],
];

function nested(depth: number): unknown {
  return depth === 0 ? 'deep' : [nested(depth - 1)];
}

type Place = readonly [holder: Record<string, unknown>, name: string];

/** Each member of each object, and each item of each list. */
function placesIn(value: unknown): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Record<string, unknown>;
  return Object.keys(holder).flatMap((name) => [[holder, name] as const, ...placesIn(holder[name])]);
}

/** Changes a body in one place: something is missing, too much, of another kind, or not what it should be. */
export function spoiled(body: unknown, chance: Chance): unknown {
  const copy = structuredClone(body);
  const places = placesIn(copy);
  if (places.length === 0 || chance.is(0.15)) return withOneMore(copy, chance);
  const [holder, name] = chance.pick(places);
  const value = holder[name];
  const [drop, swap, vary] = [0.25, 0.65, 1];
  const how = chance.below(100) / 100;
  if (how < drop) {
    if (Array.isArray(holder)) holder.splice(Number(name), 1);
    else Reflect.deleteProperty(holder, name);
  } else if (how < swap) holder[name] = chance.pick(ODD);
  else if (how < vary) holder[name] = varied(value, chance);
  return copy;
}

function withOneMore(body: unknown, chance: Chance): unknown {
  const more = Object.defineProperty({ ...(body as object) }, chance.pick(ODD_NAMES), {
    ...{ value: chance.pick(ODD), enumerable: true },
  });
  return more;
}

/** Nearly the same. */
function varied(value: unknown, chance: Chance): unknown {
  if (typeof value === 'number') return value + chance.pick([-1, 1, 0.1, -1_000_000, 1_000_000, 1e-9]);
  if (typeof value === 'boolean') return !value;
  if (Array.isArray(value)) return variedList(value as readonly unknown[], chance);
  if (typeof value !== 'string') return chance.pick([[value], JSON.stringify(value), null]);
  const later = value.replace(/^\d{4}/, (year) => String(Number(year) + chance.pick([-100, -1, 1, 100])));
  const cut = value.slice(0, -1);
  return chance.pick([later, cut, `${value} `, ` ${value}`, value.toUpperCase(), value + value, `${value}\n`, [value]]);
}

function variedList(items: readonly unknown[], chance: Chance): unknown {
  return chance.pick([[...items, ...items], [...items, null], items.toReversed(), items[0]]);
}

/** Bodies that are no JSON, or JSON that means two things. */
export function noBody(body: unknown, chance: Chance): string | Buffer {
  const text = JSON.stringify(body);
  const bodies: readonly (() => string | Buffer)[] = [
    ...[() => '', () => '{', () => '[]', () => 'null', () => '"x"', () => '1e999', () => '{"a":1,}', () => "{'a':1}"],
    ...[() => text.slice(0, -1), () => `${text}${text}`, () => `\ufeff${text}`, () => `${text}\u0000`],
    () => text.replace('{', `{"__proto__":{"x":1},`),
    () => text.replace('{', '{"a":1,"a":2,'),
    () => Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff, 0xfe, 0xc0, 0x80]), Buffer.from('"}')]),
    () => '['.repeat(50_000),
    () => `{"x":"${'y'.repeat(140_000)}"}`,
    () => `{"n":${'9'.repeat(5_000)}}`,
    () => '{"x":"\\ud800"}',
    () => 'reason=form&patient=REI-001',
    () => Buffer.from(text, 'utf16le'),
  ];
  return chance.pick(bodies)();
}
