import { EVERYONE } from '../non-interference/people.js';
import type { Person } from '@bali/access';
import type { Parameter } from '@bali/http/testing';
import type { Api } from '../non-interference/world.js';
import type { Chance } from './chance.js';
import type { Fuzzed } from './operations.js';
import { noBody, spoiled } from './spoil.js';
import type { Values } from './values.js';

export const KINDS = ['valid', 'nearly valid', 'hostile'] as const;
export type Kind = (typeof KINDS)[number];

export interface Asked {
  readonly kind: Kind;
  readonly api: Api;
  readonly method: string;
  /** With its query, as it goes over the wire. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** What the document calls it. Absent: the request is none that the document knows. */
  readonly operation?: Fuzzed;
  /** Nobody: it brings no token. */
  readonly as: Person | null;
}

const HOSTILE_PLACES = [
  ...[
    '%00',
    '..%2f..%2fkeys',
    '%2e%2e',
    '%ff%fe',
    '%',
    '%zz',
    '%F0%9F%91%A9',
    '-',
    '0',
    '-1',
    '1e3',
    '9007199254740993',
  ],
  ...[
    'REI-001%20',
    'rei-001',
    'REI-001%00',
    'x'.repeat(400),
    '%27%20OR%201=1--',
    '{patient}',
    '__proto__',
    '*',
    ';a=b',
    'a%2Fb',
  ],
  ...['constructor', '0/000.p/999', '99999999999999999999', '000'],
];
const HOSTILE_QUERIES = [
  ...[
    'limit=0',
    'limit=1e2',
    'limit=%00',
    'cursor=%00',
    'cursor=AAAA',
    `cursor=${'A'.repeat(512)}`,
    'cursor=-1',
    'atLeast=-1',
  ],
  ...[
    'atLeast=9007199254740991',
    'atLeast=99999999999999999999',
    'position=9007199254740991',
    'from=x',
    'instant=0000',
    'a[]=1',
  ],
  ...[
    'limit=1&limit=2',
    'patient[x]=1',
    '__proto__[x]=1',
    `x=${'y'.repeat(3_000)}`,
    '&&&',
    '=',
    '%',
    '%ff',
    'site=REI&site=NAN',
  ],
  ...['from=9&to=3', 'from=-1', 'to=1e9', 'size=0', 'size=9007199254740991', 'old=-1', 'digest=maybe', 'on=2011-02-30'],
  ...[
    'cursor=eyJhIjoxfQ',
    'cursor=MTIz',
    'role=system',
    'text=%00',
    'text=%25',
    'text=%5C_',
    'hours=23:59-00:00',
    'type=constructor',
  ],
];
const HOSTILE_HEADERS: readonly Readonly<Record<string, string>>[] = [
  ...[{ 'content-type': 'text/plain' }, { 'content-type': 'application/json; charset=utf-16' }, { 'content-type': '' }],
  ...[{ 'content-type': 'multipart/form-data; boundary=x' }, { 'content-type': 'application/json;'.repeat(50) }],
  ...[
    { 'content-encoding': 'gzip' },
    { 'idempotency-key': '' },
    { 'idempotency-key': 'x'.repeat(256) },
    { 'if-match': '"x"' },
  ],
  ...[
    { 'if-match': '"999999999999999"' },
    { 'if-match': '*, "1"' },
    { 'if-none-match': '*' },
    { 'x-role': 'constructor' },
  ],
  ...[
    { 'x-role': 'administrator' },
    { 'x-role': '' },
    { 'last-event-id': '-1' },
    { 'last-event-id': '9007199254740993' },
  ],
  ...[{ authorization: 'Bearer ' }, { authorization: 'Basic eDp5' }, { authorization: `Bearer ${'A'.repeat(3_000)}` }],
  ...[{ authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.' }, { cookie: 'x=%00; y' }, { accept: 'application/xml' }],
  ...[
    { range: 'bytes=5-2' },
    { range: 'bytes=0-99999999999' },
    { 'x-request-id': 'x'.repeat(500) },
    { expect: 'something' },
  ],
  ...[{ 'x-forwarded-for': "'" }, { 'x-http-method-override': 'DELETE' }, { 'x-padding': 'x'.repeat(15_000) }],
];
const METHODS = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];
const ELSEWHERE = [
  '/',
  '/v1',
  '/v1/',
  '/v2/trial',
  '/v1/trial/',
  '//v1/trial',
  '/v1/../metrics',
  '/problems/x',
  '/docs/../x',
  '/pages/x',
];

/** Makes requests of all kinds, of what an OpenAPI document says. */
export class Requests {
  readonly #chance: Chance;
  readonly #values: Readonly<Record<Api, Values>>;

  constructor(chance: Chance, values: Readonly<Record<Api, Values>>) {
    this.#chance = chance;
    this.#values = values;
  }

  of(operation: Fuzzed, key: string): Asked {
    const kind = this.#chance.pick(KINDS);
    const as = this.#sender(operation);
    const valid = this.#valid(operation, key);
    const { body, ...request } = valid;
    const text = body === undefined ? {} : { body: JSON.stringify(body) };
    const asked: Asked = { ...request, kind, as, ...text };
    if (kind === 'valid') return asked;
    return kind === 'nearly valid' ? this.#nearlyValid(asked, body) : this.#hostile(asked, body);
  }

  /** Mostly somebody who may. */
  #sender({ roles }: Fuzzed): Person | null {
    if (this.#chance.is(0.05)) return null;
    const may = EVERYONE.filter(({ role }) => roles?.includes(role) ?? true);
    return this.#chance.pick(may.length > 0 && this.#chance.is(0.75) ? may : EVERYONE);
  }

  #valid(operation: Fuzzed, key: string) {
    const { api, method, parameters, body, examples } = operation;
    const values = this.#values[api];
    const wanted = parameters.filter(
      ({ required = false, in: place }) => required || (place === 'query' && this.#chance.is(0.2)),
    );
    const textOf = ({ name, schema = {} }: Parameter) => String(values.of(schema, name));
    const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const parameter = parameters.find((one) => one.name === name);
      return encodeURIComponent(parameter === undefined ? '0' : textOf(parameter));
    });
    const queries = wanted
      .filter((one) => one.in === 'query')
      .map((one) => `${one.name}=${encodeURIComponent(textOf(one))}`);
    const json = body === undefined ? {} : { 'content-type': 'application/json' };
    const example = examples.length > 0 && this.#chance.is(0.7);
    return {
      ...{ api, method, operation, path: queries.length === 0 ? path : `${path}?${queries.join('&')}` },
      headers: { ...json, ...(method === 'POST' && { 'idempotency-key': key }) },
      ...(body !== undefined && {
        body: example ? unsigned(values.inThisTrial(this.#chance.pick(examples))) : values.of(body),
      }),
    };
  }

  #nearlyValid(asked: Asked, body: unknown): Asked {
    if (body !== undefined && this.#chance.is(0.8))
      return { ...asked, body: JSON.stringify(spoiled(body, this.#chance)) };
    if (this.#chance.is(0.5)) return { ...asked, path: withQuery(asked.path, this.#chance.pick(HOSTILE_QUERIES)) };
    const { headers } = asked;
    return { ...asked, headers: { ...headers, 'if-match': `"${this.#chance.below(30)}"` } };
  }

  #hostile(asked: Asked, body: unknown): Asked {
    const ways: readonly (() => Asked)[] = [
      () => ({ ...asked, path: this.#withHostilePlace(asked) }),
      () => ({ ...asked, path: withQuery(asked.path, this.#chance.pick(HOSTILE_QUERIES)) }),
      () => ({ ...asked, headers: { ...asked.headers, ...this.#chance.pick(HOSTILE_HEADERS) } }),
      () => ({ ...asked, body: noBody(body ?? {}, this.#chance) }),
      () => ({ ...asked, headers: {} }),
      () => unknown({ ...asked, method: this.#chance.pick(METHODS) }),
      () => unknown({ ...asked, path: this.#chance.pick(ELSEWHERE) }),
    ];
    const once = this.#chance.pick(ways)();
    if (this.#chance.is(0.6) || once.operation === undefined) return once;
    return { ...once, headers: { ...once.headers, ...this.#chance.pick(HOSTILE_HEADERS) } };
  }

  /** One part of the path, also of one that has no place to be filled. */
  #withHostilePlace({ path }: Asked): string {
    const [own = '', query] = path.split('?');
    const parts = own.split('/');
    const places = [...parts.keys()].filter((place) => place > 1);
    if (places.length === 0) return path;
    parts[this.#chance.pick(places)] = this.#chance.pick(HOSTILE_PLACES);
    return query === undefined ? parts.join('/') : `${parts.join('/')}?${query}`;
  }
}

function withQuery(path: string, query: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}${query}`;
}

/** The signatures of examples are those of nobody here: a command is signed when that is asked for. */
function unsigned(example: unknown): unknown {
  const { signature: _, ...rest } = example as Readonly<Record<string, unknown>>;
  return rest;
}

function unknown({ operation, ...asked }: Asked): Asked {
  const isSame = operation?.method === asked.method && operation.path === asked.path;
  return isSame ? { ...asked, operation } : asked;
}
