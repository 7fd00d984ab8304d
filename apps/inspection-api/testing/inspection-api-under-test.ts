import type { Person } from '@bali/access';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { createLogger, type PageFiles } from '@bali/http';
import { keepLog, type KeptLog, listenOnLoopback } from '@bali/http/testing';
import { AccountsUnderTest, CHEAP_IDENTITY, someoneIn, testAmbient, TestClock } from '@bali/identity/testing';
import { SampleLedger } from '@bali/inspection/testing';
import { type DataDirectory, dataDirectory, openLedger, openLedgerToRead } from '@bali/installation';
import { type Ledger, type LedgerRecord, LEDGERS, recordOf } from '@bali/ledger';
import { textHashesOf } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { makeSigningKeys, Signer, TransparencyLog } from '@bali/log';
import type { Type } from '@nestjs/common';
import { createHash, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { createInspectionApi, type InspectionApi } from '../src/inspection-api.js';

const LOG_HOST = 'bali.localhost';
const QUIET = { info: () => undefined, error: () => undefined };

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined if it is none. */
  readonly body: Body;
}

export interface Sending {
  /** Who sends it. Default: the blinded inspector. `null`: nobody. */
  readonly as?: Person | null;
  readonly key?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The inspection API on a temporary directory with a trial ledger of a given size, listening on a free port. */
export class InspectionApiUnderTest implements AsyncDisposable {
  readonly clock = new TestClock('2026-11-24T10:00:00.000Z');
  readonly log: KeptLog = keepLog();
  readonly directory: DataDirectory;
  readonly #temporary: TemporaryDirectory = temporaryDirectory();
  readonly #accounts = new AccountsUnderTest(this.clock);
  #running: { readonly api: InspectionApi; readonly url: string } | undefined;

  /** Not started yet. @param place what is where, below a temporary directory. */
  constructor(place: (path: string) => DataDirectory = dataDirectory) {
    this.directory = place(`${this.#temporary.path}/data`);
  }

  get api(): InspectionApi {
    return this.#started.api;
  }

  /** What the running API works with. */
  inject<Part>(token: symbol | Type<Part>): Part {
    return this.api.app.get<Part>(token);
  }

  get url(): string {
    return this.#started.url;
  }

  /** The pages that it serves. Default: those that were built, if they were. */
  pages: PageFiles | undefined;

  /** Whether the process of this API signs the trial ledger, as one does that serves the site API too. */
  signs = false;

  /** Puts the events of a sample into the trial ledger, with their texts. @param from the place of the first one. */
  async fill(sample: SampleLedger, from = 0): Promise<void> {
    const ledger = await openLedger(this.directory, 'trial');
    for (const { stream, revision, id, type, leaf } of sample.events.slice(from)) {
      const { authentic: texts } = await sample.readTexts(textHashesOf(recordOf(leaf)));
      const expectedRevision = revision === 0 ? NO_STREAM : revision - 1;
      await ledger.append({ stream, expectedRevision, events: [{ id, type, leaf }], texts: [...texts.values()] });
    }
    await ledger.close();
  }

  /** Signs what is in the ledgers now, as the process that signs does. */
  async sign(...ledgers: readonly Ledger[]): Promise<void> {
    for (const ledger of ledgers.length > 0 ? ledgers : LEDGERS) {
      const origin = `${LOG_HOST}/${TRIAL.id}/${ledger}`;
      const keys = join(this.directory.keys, `signing-${ledger}.json`);
      makeSigningKeys(keys, origin, createHash('sha256').update(ledger).digest(), this.clock.now());
      const signer = new Signer({ keys, lastSigned: join(this.directory.keys, `signed-${ledger}`) }, origin);
      const store = await openLedger(this.directory, ledger);
      const log = new TransparencyLog({ store, origin, signer, now: this.clock.now, log: QUIET });
      log.start();
      await log.signing.sign();
      await log.close();
      await store.close();
    }
  }

  async start(): Promise<void> {
    const api = await this.create();
    this.#running = { api, url: await listenOnLoopback(api.app) };
  }

  /** Makes an inspection API on this directory, which does not listen. */
  create(): Promise<InspectionApi> {
    const logger = createLogger({ name: 'inspection-api', level: 'info', now: this.clock.now, destination: this.log });
    return createInspectionApi({
      directory: this.directory,
      ambient: testAmbient(this.clock),
      logger,
      logHost: LOG_HOST,
      packagesKept: 3,
      signTrialLedger: async () => {
        if (this.signs) await this.sign('trial');
      },
      identity: CHEAP_IDENTITY,
      ...(this.pages === undefined ? {} : { pages: this.pages }),
    });
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.api.close();
  }

  signIn(person: Person): Promise<string> {
    return this.#accounts.signIn(this.api.identity, person);
  }

  async fetch(path: string, init: RequestInit, as: Person | null = someoneIn('inspector')): Promise<Response> {
    const headers = new Headers(init.headers);
    if (as !== null && !headers.has('authorization')) {
      headers.set('authorization', `Bearer ${await this.#accounts.tokenFor(this.api.identity, as)}`);
    }
    return fetch(this.url + path, { ...init, headers });
  }

  async get<Body = { readonly code: string }>(path: string, sending: Sending = {}): Promise<Answer<Body>> {
    return this.#answer(path, { headers: { ...sending.headers } }, sending);
  }

  async post<Body = { readonly code: string }>(
    path: string,
    body: object,
    sending: Sending = {},
  ): Promise<Answer<Body>> {
    const own = { 'content-type': 'application/json', 'idempotency-key': sending.key ?? randomUUID() };
    return this.#answer(
      path,
      { method: 'POST', body: JSON.stringify(body), headers: { ...own, ...sending.headers } },
      sending,
    );
  }

  /** What is answered, once it is seen to be no problem. */
  async read<Body>(path: string, sending: Sending = {}): Promise<Body> {
    const { status, text, body } = await this.get<Body>(path, sending);
    if (status !== 200) throw new Error(`${path} was refused: ${text}`);
    return body;
  }

  /** Every record of the access ledger, in order. */
  accessRecords(): Promise<readonly LedgerRecord[]> {
    return this.#recordsOf('access');
  }

  /** The same of the trial ledger. */
  trialRecords(): Promise<readonly LedgerRecord[]> {
    return this.#recordsOf('trial');
  }

  async #recordsOf(name: Ledger): Promise<readonly LedgerRecord[]> {
    const ledger = await openLedgerToRead(this.directory, name);
    const records = await recordsIn(ledger);
    await ledger.close();
    return records;
  }

  async #answer<Body>(path: string, init: RequestInit, { as }: Sending): Promise<Answer<Body>> {
    const response = await this.fetch(path, init, as);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonIn(text) as Body };
  }

  get #started() {
    if (this.#running === undefined) throw new Error('the inspection API is not running');
    return this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#temporary[Symbol.dispose]();
  }
}

/** Starts an inspection API of its own: `await using api = await startInspectionApi(new SampleLedger(300));`. */
export async function startInspectionApi(sample: number | SampleLedger): Promise<InspectionApiUnderTest> {
  const api = new InspectionApiUnderTest();
  await api.fill(typeof sample === 'number' ? new SampleLedger(sample) : sample);
  await api.start();
  await api.sign('trial');
  return api;
}

/** Starts an inspection API on the data directory of a site API that was stopped. */
export async function startInspectionOf(directory: DataDirectory, now: string): Promise<InspectionApiUnderTest> {
  const api = new InspectionApiUnderTest(() => directory);
  api.clock.set(now);
  await api.start();
  return api;
}

async function recordsIn(ledger: EventStore): Promise<readonly LedgerRecord[]> {
  const records: LedgerRecord[] = [];
  for await (const page of ledger.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
  return records;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
