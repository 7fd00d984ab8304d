import type { Person } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { temporaryDirectory, type TemporaryDirectory, withPrefix } from '@bali/event-store/testing';
import {
  type DataDirectory,
  dataDirectory,
  DEFAULT_LOG_HOST,
  logOrigin,
  openLedgerToRead,
  signerFiles,
  storeLocationIn,
} from '@bali/installation';
import {
  type Ledger,
  type LedgerRecord,
  LEDGERS,
  MerkleTree,
  openNote,
  parseCheckpoint,
  recordOf,
  toHex,
} from '@bali/ledger';
import { readSigningKeys } from '@bali/log';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { BODIES, someoneIn } from '@bali-app/site-api/testing';
import { type SiteApiProcess, startSiteApiProcess } from '../bench/site-api-process.js';
import { ServedApi } from './served-api.js';

/** How many clients send how many commands each, one after another. */
export interface Load {
  readonly clients: number;
  readonly commandsEach: number;
  /** Whether inspectors look on, through an API of their own. */
  readonly isInspected: boolean;
}

/** Where clients send to. */
type Served = Pick<ServedApi, 'url'>;

interface Acknowledged {
  readonly key: string;
  readonly text: string;
  readonly patient: string;
  readonly position: number;
  readonly events: readonly string[];
}

const TAKEN_OVER = 'nobody signed this log any more: this instance does from now on';
const STANDS_BY = 'another process signs: this instance follows the log, and takes over when that one is gone';

/**
 * An installation on a cluster: each instance has a data directory of its own. The keys are one directory, as one volume
 * would be; and so that people can sign in without a provider, each has a copy of what they are checked with.
 */
class Installation implements AsyncDisposable {
  readonly #started: ServedApi[] = [];
  #first: SiteApiProcess | undefined;
  readonly #temporary: TemporaryDirectory = temporaryDirectory();
  readonly #store: string;
  readonly tokens = new Map<Person['role'], string>();

  constructor(store: string) {
    this.#store = store;
  }

  /** Starts the first instance, and makes accounts, and what everybody who consents needs. */
  async startFirst(): Promise<Served> {
    const rhythm = { BALI_CHECKPOINT_SECONDS: '1' };
    const first = await startSiteApiProcess(this.#path('first'), this.#store, rhythm);
    this.#first = first;
    for (const role of ['sponsor-coordinator', 'cell-therapy-unit', 'investigator', 'inspector'] as const)
      this.tokens.set(role, await first.signIn(someoneIn(role)));
    const record = async (role: Person['role'], path: string, body: object): Promise<void> => {
      const answer = await this.send(first.url, path, body, randomUUID(), role);
      if (answer.status === 503) return undefined;
      if (answer.status !== 201) throw new Error(`${path}: ${await answer.text()}`);
    };
    await record('sponsor-coordinator', '/v1/trial', BODIES.registration);
    await record('sponsor-coordinator', '/v1/sites', BODIES.opening);
    await record('cell-therapy-unit', '/v1/trial/randomization-list', {});
    return first;
  }

  /** @returns the signal that it ended with; nothing if it was killed before. */
  async killFirst(): Promise<unknown> {
    const first = this.#first;
    this.#first = undefined;
    return first?.kill();
  }

  /** Starts an instance: the first time with an empty directory of its own. */
  async start(api: 'site' | 'inspection', name: string): Promise<ServedApi> {
    const [first, own] = [dataDirectory(this.#path('first')), dataDirectory(this.#path(name))];
    if (mkdirSync(own.path, { recursive: true, mode: 0o700 }) !== undefined) {
      using credentials = new DatabaseSync(first.credentials, { readOnly: true });
      await backup(credentials, own.credentials);
      chmodSync(own.credentials, 0o600);
      symlinkSync(first.keys, own.keys);
    }
    const served = await ServedApi.start(api, own.path, this.#store);
    this.#started.push(served);
    return served;
  }

  send(url: string, path: string, body: object, key: string, role: Person['role'] = 'investigator'): Promise<Response> {
    const headers = { ...this.#as(role), 'content-type': 'application/json', 'idempotency-key': key };
    return fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  }

  get(url: string, path: string, role: Person['role'] = 'investigator'): Promise<Response> {
    return fetch(url + path, { headers: this.#as(role) });
  }

  /** What the cluster itself holds, seen by somebody who has seen nothing of it. */
  async reading<Result>(ledger: Ledger, read: (store: EventStore, keys: DataDirectory) => Promise<Result>) {
    const location = storeLocationIn(this.#store);
    if (location === undefined) throw new Error('no good connection string');
    const store = await openLedgerToRead(dataDirectory(this.#path(`reader-${randomUUID()}`), location), ledger);
    try {
      return await read(store, dataDirectory(this.#path('first')));
    } finally {
      await store.close();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.killFirst();
    for (const served of this.#started) await served[Symbol.asyncDispose]();
    this.#temporary[Symbol.dispose]();
  }

  #path(name: string): string {
    return join(this.#temporary.path, name);
  }

  #as(role: Person['role']) {
    return { authorization: `Bearer ${this.tokens.get(role) ?? ''}` };
  }
}

/** Clients who send to one of two instances, and to the other what that one did not answer. */
class Clients {
  readonly #installation: Installation;
  readonly acknowledged: Acknowledged[] = [];
  /** How often nobody knew what had become of a command. */
  unanswered = 0;
  readonly notShownAtTheOther: Acknowledged[] = [];
  readonly #waitedFor: { readonly count: number; readonly reached: () => void }[] = [];

  constructor(installation: Installation) {
    this.#installation = installation;
  }

  /** Resolves when that number of commands was acknowledged. */
  reach(count: number): Promise<void> {
    return new Promise((reached) => this.#waitedFor.push({ count, reached }));
  }

  async work(apis: readonly [Served, Served], { clients, commandsEach }: Load): Promise<void> {
    const client = async (number: number): Promise<void> => {
      for (let command = 0; command < commandsEach; command += 1)
        await this.#command(`client-${number}.command-${command}`, apis, number % 2);
    };
    await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  }

  /** @param at where it is sent first; then to each in turn, as long as it is not answered, or told to come back later. */
  async #command(key: string, apis: readonly [Served, Served], at: number): Promise<void> {
    const [here, there] = at === 0 ? apis : ([apis[1], apis[0]] as const);
    const answer = await this.#answered(key, [here, there]);
    this.acknowledged.push(answer);
    for (const { count, reached } of this.#waitedFor) if (this.acknowledged.length >= count) reached();
    const isShown = await this.#isShown(there, answer).catch(() => this.#isShown(here, answer));
    if (!isShown) this.notShownAtTheOther.push(answer);
  }

  async #answered(key: string, apis: readonly Served[]): Promise<Acknowledged> {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#send(apis[attempt % apis.length]!, key).catch((error: unknown) => {
        // Not `instanceof`: what `fetch` throws is of another realm than the test.
        if ((error as Error).name !== 'TypeError') throw error;
        this.unanswered += 1;
      });
      if (answer) return answer;
    }
  }

  /** @returns nothing when it is to be sent again later. @throws TypeError when it was not answered. */
  async #send({ url }: Served, key: string): Promise<Acknowledged | undefined> {
    const answer = await this.#installation.send(url, '/v1/patients', BODIES.consent, key);
    const text = await answer.text();
    if (answer.status === 503) return undefined;
    if (answer.status !== 201) throw new Error(`${answer.status} ${text}`);
    return { key, text, ...(JSON.parse(text) as Omit<Acknowledged, 'key' | 'text'>) };
  }

  async #isShown({ url }: Served, { patient, position }: Acknowledged): Promise<boolean> {
    return (await this.#installation.get(url, `/v1/patients/${patient}?atLeast=${position}`)).status === 200;
  }
}

async function recordsOf(store: EventStore): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for await (const page of store.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
  return records;
}

/** How many checkpoints there are. @throws what shows that one of them is not of this ledger, or not signed by its keys. */
async function checkpointsOf(store: EventStore, keys: DataDirectory): Promise<number> {
  const origin = logOrigin(DEFAULT_LOG_HOST, store.ledger);
  const { verifiers = [] } = readSigningKeys(signerFiles(keys, store.ledger).keys, origin) ?? {};
  const tree = new MerkleTree();
  const roots = [tree.root()];
  for await (const page of store.read()) {
    for (const { leaf } of page) {
      tree.append(leaf);
      roots.push(tree.root());
    }
  }
  let checkpoints = 0;
  for await (const page of store.readCheckpoints()) {
    for (const { note } of page) {
      const { size, root } = parseCheckpoint(openNote(note, verifiers).text);
      expect([store.ledger, size, toHex(root)]).toEqual([store.ledger, size, toHex(roots[size]!)]);
      checkpoints += 1;
    }
  }
  return checkpoints;
}

/** What is guaranteed where one of several instances is killed, the one that signs, while many work. */
export function describeKilledInstances(name: string, connectionString: () => string, load: Load): void {
  describe(`one of two site APIs on ${name}, killed under load`, () => {
    const all = load.clients * load.commandsEach;
    let installation: Installation;
    let clients: Clients;
    let survivor: ServedApi;
    let inspection: ServedApi | undefined;

    beforeAll(async () => {
      installation = new Installation(withPrefix(connectionString(), `test-${randomUUID()}`));
      const signs = await installation.startFirst();
      survivor = await installation.start('site', 'other');
      if (load.isInspected) inspection = await installation.start('inspection', 'inspection');
      await survivor.hasTold(STANDS_BY, LEDGERS.length);
      clients = new Clients(installation);
      const enough = clients.reach(Math.floor(all / 3));
      const done = clients.work([signs, survivor], load);
      await Promise.race([enough, done]);
      expect(await installation.killFirst()).toBe('SIGKILL');
      await done;
    });
    afterAll(() => installation[Symbol.asyncDispose]());

    it('[P11-10a] loses nothing that was acknowledged, and has nothing twice', async () => {
      const { acknowledged, unanswered } = clients;
      expect(acknowledged).toHaveLength(all);
      // It was killed under load: some had sent what was never answered.
      expect(unanswered).toBeGreaterThan(0);
      const records = await installation.reading('trial', recordsOf);
      const consents = records.filter(({ type }) => type === 'ConsentGiven');
      expect(consents).toHaveLength(all);
      for (const { position, events, patient } of acknowledged)
        expect([records[position]?.id, records[position]?.stream]).toEqual([events.at(-1), `patient-${patient}`]);
      expect(new Set(acknowledged.map(({ position }) => position)).size).toBe(all);
      expect(acknowledged.map(({ patient }) => patient).toSorted()).toEqual(
        Array.from({ length: all }, (_, number) => `REI-${String(number + 1).padStart(3, '0')}`),
      );
    });

    it('answers what it is sent again at the other as it was answered before', async () => {
      for (const { key, text } of clients.acknowledged) {
        const again = await installation.send(survivor.url, '/v1/patients', BODIES.consent, key);
        expect([again.status, await again.text()]).toEqual([201, text]);
      }
      const records = await installation.reading('trial', recordsOf);
      expect(records.filter(({ type }) => type === 'ConsentGiven')).toHaveLength(all);
    });

    it('showed everyone at the other instance what they had written', () => {
      expect(clients.notShownAtTheOther).toEqual([]);
    });

    it('[EMA-621-file] leaves inspectors all of it', async () => {
      const last = Math.max(...clients.acknowledged.map(({ position }) => position));
      const { patient } = clients.acknowledged.find(({ position }) => position === last)!;
      const path = `/v1/audit-log?patient=${patient}&atLeast=${last}`;
      const answer = await installation.get((inspection ?? survivor).url, path, 'inspector');
      expect([answer.status, ((await answer.json()) as { items: unknown[] }).items.length]).toEqual([200, 1]);
    });

    it('[P11-10e] is followed in signing by the other, and that one by the first, and no log forks', async () => {
      await survivor.hasTold(TAKEN_OVER, LEDGERS.length);
      const back = await installation.start('site', 'first');
      await back.hasTold(STANDS_BY, LEDGERS.length);
      const last = Math.max(...clients.acknowledged.map(({ position }) => position));
      const states = [survivor, back].map(async ({ url }) =>
        (await installation.get(url, `/v1/patients?atLeast=${last}`)).text(),
      );
      expect(await states[1]).toBe(await states[0]);
      expect(await survivor.kill()).toBe('SIGKILL');
      await back.hasTold(TAKEN_OVER, LEDGERS.length);
      for (const ledger of LEDGERS) expect(await installation.reading(ledger, checkpointsOf)).toBeGreaterThan(1);
    });
  });
}
