import type { Person } from '@bali/access';
import { FOLLOW_UP_VISITS, TRIAL } from '@bali/protocol';
import { Agent, request } from 'node:http';
import { randomUUID } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { withPrefix } from '@bali/event-store/testing';
import { type Comparison, compared, type Measured, measured } from './measure.js';
import { type SiteApiProcess, startSiteApiProcess } from './site-api-process.js';

const CLIENTS = 64;
/** Each client goes round its patients, so that no record grows longer than records do. */
const PATIENTS_PER_CLIENT = 10;

const SPONSOR: Person = {
  userId: 'bench.sponsor',
  name: 'Bench Sponsor',
  role: 'sponsor-coordinator',
  organisation: TRIAL.sponsor,
  sites: [],
};
const UNIT: Person = { ...SPONSOR, userId: 'bench.unit', role: 'cell-therapy-unit' };
const INVESTIGATOR: Person = { ...SPONSOR, userId: 'bench.investigator', role: 'investigator', sites: ['REI'] };

type Post = (path: string, body: object) => Promise<{ readonly status: number; readonly body: string }>;

/** Durable commands through HTTP, 64 clients, against the same events inserted into raw SQLite one by one. */
export async function benchCommands(directory: string, commands: number): Promise<Comparison> {
  const data = join(directory, 'commands');
  const ours = await commandsThroughHttp(data, commands);
  const baseline = await insertRaw(join(data, 'trial.db'), join(directory, 'raw.db'), commands);
  const what = `durable commands through HTTP, ${CLIENTS} clients`;
  const against = 'the same inserts in raw SQLite, one fsync each, one by one';
  return compared({ what, against, atLeast: 1 }, ours, baseline);
}

/** The same commands through HTTP with the ledgers in a cluster, against SQLite. Nothing is asked for: it tells what it costs. */
export async function benchCommandsInCluster(
  directory: string,
  commands: number,
  connectionString: string,
): Promise<Comparison> {
  const baseline = await commandsThroughHttp(join(directory, 'beside-a-cluster'), commands);
  const store = withPrefix(connectionString, `bench-${randomUUID()}`);
  const ours = await commandsThroughHttp(join(directory, 'in-a-cluster'), commands, store);
  const what = `durable commands through HTTP, ${CLIENTS} clients, in EventStoreDB`;
  return compared({ what, against: 'the same in SQLite', atLeast: 0 }, ours, baseline);
}

async function commandsThroughHttp(data: string, commands: number, store?: string): Promise<Measured> {
  const api = await startSiteApiProcess(data, store);
  try {
    const post = await poster(api, INVESTIGATOR);
    const patients = await prepareTrial(await poster(api, SPONSOR), await poster(api, UNIT), post);
    let reported = 0;
    const report = () => {
      reported += 1;
      return post(`patients/${patients[reported % patients.length] ?? ''}/adverse-events`, ADVERSE_EVENT);
    };
    await share(CLIENTS * 10, report); // Warm: the first requests compile what the others run.
    return await measured(commands, () => share(commands, report));
  } finally {
    await api.stop();
  }
}

const ADVERSE_EVENT = {
  termAsReported: 'haematoma at the iliac crest',
  awareAt: '2011-03-03T17:30:00+01:00',
  startedOn: '2011-03-03',
  severity: 'mild',
  seriousness: [],
  relatedTo: 'harvest',
  outcome: 'recovering',
};

/** Registers the trial, opens a site, has the list drawn, and has patients consent. @returns their codes. */
async function prepareTrial(sponsor: Post, unit: Post, investigator: Post): Promise<readonly string[]> {
  const { acronym, title, sponsor: organisation, id } = TRIAL;
  const trial = { registryId: id, acronym, title, sponsor: organisation, protocolVersion: '1.0' };
  const visits = FOLLOW_UP_VISITS;
  await sponsor('trial', { ...trial, recruitmentTarget: 110, visits, registeredOn: '2009-05-15' });
  const site = { site: 'REI', name: 'CHU de Reims', city: 'Reims', timeZone: 'Europe/Paris' };
  await sponsor('sites', { ...site, openedOn: '2009-06-01' });
  await unit('trial/randomization-list', {});
  const consent = { site: 'REI', yearOfBirth: 1944, sex: 'male', consentedOn: '2011-02-01', informationVersion: '2' };
  const answered = { keepingOfCells: 'yes', vitalStatusFromPublicSource: 'yes' };
  const patients: string[] = [];
  for (let number = 0; number < CLIENTS * PATIENTS_PER_CLIENT; number += 1) {
    const { body } = await investigator('patients', { ...consent, ...answered });
    patients.push((JSON.parse(body) as { patient: string }).patient);
  }
  return patients;
}

async function poster(api: SiteApiProcess, person: Person): Promise<Post> {
  const token = await api.signIn(person);
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
  const { hostname, port } = new URL(api.url);
  return (path, body) => {
    const { promise, resolve, reject } = Promise.withResolvers<{ status: number; body: string }>();
    const headers = {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
    };
    const sent = request({ hostname, port, agent, method: 'POST', path: `/v1/${path}`, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status === 201) resolve({ status, body: text });
        else reject(new Error(`${path}: ${status} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(body));
    return promise;
  };
}

/** Shares a number of tasks among the clients, each of which does one after another. */
async function share(tasks: number, task: () => Promise<unknown>): Promise<void> {
  let left = tasks;
  const client = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      await task();
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** The last events of a ledger, inserted into a table of the same columns and indexes, durably, one by one. */
function insertRaw(ledger: string, path: string, count: number) {
  const source = new DatabaseSync(ledger, { readOnly: true });
  const rows = source
    .prepare('SELECT stream, revision, id, type, leaf FROM event ORDER BY position DESC LIMIT ?')
    .all(count);
  source.close();
  const raw = new DatabaseSync(path);
  raw.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE event (position INTEGER PRIMARY KEY, stream TEXT NOT NULL, revision INTEGER NOT NULL,
      id TEXT NOT NULL UNIQUE, type TEXT NOT NULL, leaf BLOB NOT NULL, UNIQUE (stream, revision)) STRICT`);
  const insert = raw.prepare('INSERT INTO event (stream, revision, id, type, leaf) VALUES (?, ?, ?, ?, ?)');
  return measured(rows.length, () => {
    for (const row of rows) insert.run(...(Object.values(row) as string[]));
    raw.close();
  });
}
