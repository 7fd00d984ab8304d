import type { Person } from '@bali/access';
import { dataDirectory, openLedgerToRead } from '@bali/installation';
import { recordOf } from '@bali/ledger';
import { siteOfPatient } from '@bali/protocol';
import { patientOfStream } from '@bali/trial';
import { BLINDED, SITES } from './people.js';
import type { Transcript } from './transcript.js';
import type { Received } from './wire.js';
import { jsonOf, type World } from './world.js';

/** What the OpenAPI document says of an endpoint, as far as it is asked here. */
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
}

export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly places: readonly string[];
  readonly queries: readonly string[];
}

/** Every endpoint that the API says it has: what is added to it is asked here, too. */
export async function endpointsOf(world: World): Promise<readonly Endpoint[]> {
  const answer = await world.exchange(null, { method: 'GET', path: '/openapi.json' });
  const { paths } = jsonOf(answer) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      places: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
      queries: parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
    })),
  );
}

/** What there is in a world to be asked for. */
export interface Things {
  readonly patients: readonly string[];
  readonly events: readonly string[];
}

/** What can stand at a place of a path. A new place has to be added here, or nothing at it would be looked at. */
function valuesAt(place: string, { patients, events }: Things): readonly string[] {
  const values: Readonly<Record<string, readonly string[]>> = {
    patient: [...patients, 'REI-099'],
    site: SITES,
    number: ['1'],
    type: ['Randomized', 'ProductReleased', 'Implanted'],
    userId: BLINDED.map(({ userId }) => userId).slice(0, 2),
    event: events.slice(-2),
    session: [],
    delegation: [],
    passkey: [],
  };
  const known = values[place];
  if (known === undefined) throw new Error(`no test of non-interference knows what to put at {${place}} of a path`);
  return known;
}

/** Queries that are tried besides none, by the names that an endpoint takes. */
const QUERIES: Readonly<Record<string, readonly string[]>> = {
  atLeast: ['0'],
  limit: ['3'],
  order: ['oldest-first'],
  site: ['NAN'],
  status: ['in-follow-up', 'died'],
  type: ['ProductReleased', 'Implanted'],
  on: ['2011-06-01'],
};

export function pathsOf({ path, places }: Pick<Endpoint, 'path' | 'places'>, things: Things): readonly string[] {
  return places.reduce<readonly string[]>(
    (paths, place) => paths.flatMap((one) => valuesAt(place, things).map((value) => one.replace(`{${place}}`, value))),
    [path],
  );
}

const STREAM = '/v1/events';

/** Everybody who is blinded asks every endpoint for everything that it can show. */
export async function readEverything(
  world: World,
  transcript: Transcript,
  { people = BLINDED, told }: { readonly people?: readonly Person[]; readonly told: ReadonlySet<string> },
): Promise<void> {
  await world.settled();
  const endpoints = (await endpointsOf(world)).filter(({ method }) => method === 'GET');
  const things = await thingsIn(world);
  for (const person of people) {
    for (const endpoint of endpoints) {
      if (endpoint.path === STREAM) continue;
      for (const path of pathsOf(endpoint, things)) {
        if (!isTold(path, person, told)) await readPages(world, transcript, person, endpoint, path);
      }
    }
    await readStream(world, transcript, person);
  }
  for (const path of ['/openapi.json', '/docs', '/problems']) {
    transcript.response(`GET ${path}`, await world.exchange(null, { method: 'GET', path }));
  }
}

/** Whether it is what was disclosed to this very person. */
function isTold(path: string, { userId }: Person, told: ReadonlySet<string>): boolean {
  return path.endsWith('/allocation') && told.has(`${userId} ${path.split('/')[3] ?? ''}`);
}

async function readPages(
  world: World,
  transcript: Transcript,
  person: Person,
  { queries }: Endpoint,
  path: string,
): Promise<void> {
  const tried = queries.flatMap((name) => (QUERIES[name] ?? []).map((value) => `?${name}=${value}`));
  for (const query of ['', ...tried]) {
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const asked = `${path}${query}${cursor}`;
      const answer = await world.exchange(person, { method: 'GET', path: asked });
      transcript.response(`GET ${asked} as ${person.userId}`, withoutTimes(path, answer));
      const next = answer.status === 200 && isJson(answer) ? nextOf(jsonOf(answer)) : undefined;
      if (next === undefined) break;
      cursor = `${query === '' ? '?' : '&'}cursor=${encodeURIComponent(next)}`;
    }
  }
}

/** Metrics and receipts are texts of other kinds. */
function isJson({ headers }: Received): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.startsWith('application/json'));
}

function nextOf(answer: unknown): string | undefined {
  return (answer as { readonly next?: string }).next;
}

/** Of the metrics, what depends on nothing but what was asked: no durations, nothing of the machine. */
function withoutTimes(path: string, answer: Awaited<ReturnType<World['exchange']>>) {
  if (path !== '/metrics') return answer;
  const counted = answer.body
    .toString('utf8')
    .split('\n')
    .filter((line) => !/^(# \w+ )?(process|nodejs)_|_seconds_(bucket|sum)/.test(line));
  const headers = answer.headers.map(([name, value]) => [name, name === 'content-length' ? '' : value] as const);
  return { ...answer, headers, body: Buffer.from(counted.join('\n'), 'utf8') };
}

/** The live feed from the first event to the last that the person may see. */
async function readStream(world: World, transcript: Transcript, person: Person): Promise<void> {
  const visible = (await recordsIn(world)).filter(({ stream }) => {
    const patient = patientOfStream(stream);
    return patient === undefined || person.sites.length === 0 || person.sites.includes(siteOfPatient(patient));
  });
  const path = `${STREAM}?from=0`;
  transcript.response(`GET ${path} as ${person.userId}`, await world.stream(person, path, visible.length));
}

async function recordsIn(world: World) {
  const records = [];
  for await (const page of world.api.resources.trialLedger.read()) {
    records.push(...page.map(({ leaf }) => recordOf(leaf)));
  }
  return records;
}

export async function thingsIn(world: World): Promise<Things> {
  const records = await recordsIn(world);
  const patients = new Set(records.flatMap(({ stream }) => patientOfStream(stream) ?? []));
  return { patients: [...patients], events: records.map(({ id }) => id) };
}

/** What those get who are given the whole trial or access ledger, and those who operate the software. */
export async function keepWhole(world: World, transcript: Transcript): Promise<void> {
  for (const name of ['trial', 'access'] as const) {
    const ledger = await openLedgerToRead(dataDirectory(world.path), name);
    for await (const page of ledger.read()) {
      for (const { leaf, position } of page) transcript.bytes(`leaf ${position} of ${name}`, Buffer.from(leaf));
    }
    const texts = [];
    for await (const page of ledger.allTexts()) texts.push(...page.map((text) => JSON.stringify(text)));
    transcript.bytes(`the free texts of ${name}`, Buffer.from(texts.toSorted().join('\n')));
    await ledger.close();
  }
  const log = world.log
    .text()
    .replaceAll(/"milliseconds":[0-9.]+/g, '')
    .replaceAll(world.path, '');
  transcript.bytes('the log', Buffer.from(log, 'utf8'));
}
