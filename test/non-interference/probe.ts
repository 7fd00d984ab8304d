import type { Person, Role } from '@bali/access';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { PatientSites, standingTransfers } from '@bali/projections';
import { PackageJobs } from '@bali/queries';
import { patientOfStream } from '@bali/trial';
import { BLINDED } from './people.js';
import { type Things, valuesAt, valuesFor } from './questions.js';
import type { Transcript } from './transcript.js';
import type { Received } from './wire.js';
import { type Api, APIS, jsonOf, type World } from './world.js';

/** What the OpenAPI document says of an endpoint, as far as it is asked here. */
interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  /** The roles that it lets in; absent: anybody. */
  readonly 'x-roles'?: readonly Role[];
}

export interface Endpoint {
  readonly api: Api;
  readonly method: string;
  readonly path: string;
  readonly places: readonly string[];
  readonly queries: readonly { readonly name: string; readonly isRequired: boolean }[];
  readonly roles?: readonly Role[];
}

/** Every endpoint that an API says it has: what is added to it is asked here, too. */
export async function endpointsOf(world: World, api: Api): Promise<readonly Endpoint[]> {
  const answer = await world.exchange(null, { to: api, method: 'GET', path: '/openapi.json' });
  const { paths } = jsonOf(answer) as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { parameters = [], 'x-roles': roles }]) => ({
      ...{ api, method: method.toUpperCase(), path, places: placesIn(path) },
      queries: parameters
        .filter((parameter) => parameter.in === 'query')
        .map(({ name, required = false }) => ({ name, isRequired: required })),
      ...(roles && { roles }),
    })),
  );
}

export function placesIn(path: string): readonly string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
}

export function pathsOf({ path, places }: Pick<Endpoint, 'path' | 'places'>, things: Things): readonly string[] {
  return places.reduce<readonly string[]>(
    (paths, place) => paths.flatMap((one) => valuesAt(place, things).map((value) => one.replace(`{${place}}`, value))),
    [path],
  );
}

/** What both APIs say that they have. */
export type Endpoints = Readonly<Record<Api, readonly Endpoint[]>>;

/** Streams that do not end by themselves, with what makes them begin with the first event. */
const STREAMS: readonly string[] = ['/v1/events', '/v1/replay/steps/stream'];

export function isStream({ path }: Endpoint): boolean {
  return STREAMS.includes(path);
}

export interface Readers {
  readonly people?: readonly Person[];
  readonly told: ReadonlySet<string>;
  readonly apis?: readonly Api[];
  /** Whether endpoints are asked without any query that is optional. */
  readonly isBrief?: boolean;
  /** The endpoints, where they are known: then nobody reads how the APIs describe themselves, which takes them long to make. */
  readonly endpoints?: Endpoints | undefined;
}

/** Everybody who is blinded asks every endpoint for everything that it can show. */
export async function readEverything(world: World, transcript: Transcript, readers: Readers): Promise<void> {
  const { people = BLINDED, told, apis = APIS, isBrief = false, endpoints: known } = readers;
  await world.settled();
  await world.signed();
  const things = await thingsIn(world);
  for (const api of apis) {
    const all = known?.[api] ?? (await endpointsOf(world, api));
    const endpoints = all.filter(({ method }) => method === 'GET');
    for (const person of people) {
      for (const endpoint of endpoints) {
        if (isStream(endpoint)) await readStream(world, transcript, person, endpoint);
        else await readPaths(world, transcript, { person, endpoint, told, things, isBrief });
      }
    }
    for (const path of known === undefined ? ['/openapi.json', '/docs', '/problems'] : []) {
      const answer = await world.exchange(null, { to: api, method: 'GET', path });
      transcript.response(`GET ${path} of ${api}`, answer);
    }
  }
}

/** Somebody who asks an endpoint. */
export interface Reading {
  readonly person: Person;
  readonly endpoint: Endpoint;
  readonly told: ReadonlySet<string>;
  readonly things: Things;
  readonly isBrief: boolean;
}

async function readPaths(world: World, transcript: Transcript, reading: Reading): Promise<void> {
  const { person, endpoint, told, things } = reading;
  const all = pathsOf(endpoint, things);
  // Who may not is refused before anything of the path is looked at; at the sites' API that is tried for all of them.
  const paths = endpoint.api === 'inspection' && !isLetIn(endpoint, person) ? all.slice(0, 1) : all;
  if (paths.length === 0) throw new Error(`nothing was asked of GET ${endpoint.path}: there is nothing to put into it`);
  for (const path of paths) {
    if (!isTold(path, person, told)) await readPages(world, transcript, reading, path);
  }
}

/** Whether it is what was disclosed to this very person. */
export function isTold(path: string, { userId }: Person, told: ReadonlySet<string>): boolean {
  return path.endsWith('/allocation') && told.has(`${userId} ${path.split('/')[3] ?? ''}`);
}

async function readPages(world: World, transcript: Transcript, reading: Reading, path: string): Promise<void> {
  for (const query of queriesOf(reading)) await askPages(world, transcript, reading, path + query);
}

/** Asks for a list from page to page. @param asked a path with its query. */
export async function askPages(
  world: World,
  transcript: Transcript,
  { person, endpoint }: Pick<Reading, 'person' | 'endpoint'>,
  asked: string,
): Promise<void> {
  let cursor = '';
  for (let page = 0; page < 3; page += 1) {
    const path = asked + cursor;
    if (path === '/metrics') await caughtUpFor(world, person);
    const answer = await world.exchange(person, { to: endpoint.api, method: 'GET', path });
    transcript.response(`GET ${path} of ${endpoint.api} as ${person.userId}`, withoutTimes(path, answer));
    const next = answer.status === 200 && isJson(answer) ? nextOf(jsonOf(answer)) : undefined;
    if (next === undefined) break;
    cursor = `${asked.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`;
  }
}

function isLetIn({ roles }: Endpoint, { role }: Person): boolean {
  return roles?.includes(role) ?? true;
}

/** The queries to try: who is not let in is refused before any is looked at, and tries it once. */
export function queriesOf({ endpoint, person, things, isBrief }: Reading): readonly string[] {
  const { path, queries } = endpoint;
  const required = queries.filter(({ isRequired }) => isRequired);
  const base = required.map(({ name }) => `${name}=${valuesFor(path, name, things)[0] ?? ''}`);
  if (isBrief || !isLetIn(endpoint, person)) return [asQuery(base)];
  const others = queries.filter(({ isRequired }) => !isRequired);
  const tried = others.flatMap(({ name }) =>
    valuesFor(path, name, things).map((value) => [...base, `${name}=${value}`]),
  );
  return [base, ...tried].map(asQuery);
}

function asQuery(parts: readonly string[]): string {
  return parts.length === 0 ? '' : `?${parts.join('&')}`;
}

/** Metrics and receipts are texts of other kinds. */
function isJson({ headers }: Received): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'content-type' && value.startsWith('application/json'));
}

function nextOf(answer: unknown): string | undefined {
  return (answer as { readonly next?: string }).next;
}

/** Signing in is an event by itself, which the metrics count once the trees hold it. */
export async function caughtUpFor(world: World, person: Person): Promise<void> {
  await world.tokenOf(person);
  await world.settled();
  await world.caughtUp();
}

/** Of the metrics, what depends on nothing but what was asked: no durations, nothing of the machine. */
export function withoutTimes(path: string, answer: Received): Received {
  if (path !== '/metrics') return answer;
  const counted = answer.body
    .toString('utf8')
    .split('\n')
    .filter((line) => !/^(# \w+ )?(process|nodejs)_|_seconds_(bucket|sum)/.test(line));
  const headers = answer.headers.map(([name, value]) => [name, name === 'content-length' ? '' : value] as const);
  return { ...answer, headers, body: Buffer.from(counted.join('\n'), 'utf8') };
}

/** A feed from the first event to the last that the person may see. */
export async function readStream(
  world: World,
  transcript: Transcript,
  person: Person,
  endpoint: Endpoint,
): Promise<void> {
  const visible = await visibleTo(world, person);
  const { api: to, path: stream } = endpoint;
  const path = `${stream}?from=0`;
  const what = `GET ${path} of ${to} as ${person.userId}`;
  transcript.response(what, await world.stream(person, { to, path }, visible.length));
}

/** A site sees what was recorded of a patient while the patient was there, and all of those who are there now. */
async function visibleTo(world: World, person: Person): Promise<readonly LedgerRecord[]> {
  const [then, now] = [new PatientSites([]), new PatientSites(standingTransfers(world.api.resources.runner.reader))];
  return (await recordsIn(world)).filter((record) => {
    const sites = [then.siteOf(record), now.siteOf(record)];
    then.take(record);
    const isOfPatient = patientOfStream(record.stream) !== undefined;
    return !isOfPatient || person.sites.length === 0 || sites.some((site) => person.sites.includes(site ?? ''));
  });
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
  const logs = world.inspectionLogs;
  const packages = world.inspection.app.get(PackageJobs);
  const [trial, access] = await Promise.all([
    logs.trial.reader.latestCheckpoint(),
    logs.access.reader.latestCheckpoint(),
  ]);
  return {
    patients: [...patients],
    events: records.map(({ id }) => id),
    packages: BLINDED.flatMap((person) => packages.of(person).map(({ id }) => id)),
    signedSizes: [trial?.size ?? 0, access?.size ?? 0],
  };
}
