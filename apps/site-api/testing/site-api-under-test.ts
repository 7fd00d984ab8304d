import { accountStream, type Person } from '@bali/access';
import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { createLogger } from '@bali/http';
import { type KeptLog, keepLog, listenOnLoopback } from '@bali/http/testing';
import {
  type Ambient,
  type DataDirectory,
  dataDirectory,
  type LogSettings,
  openLedgerToRead,
} from '@bali/installation';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { randomUUID } from 'node:crypto';
import { createSiteApi, type SiteApi } from '../src/index.js';
import { AccountsUnderTest, CHEAP_IDENTITY, PASSWORD } from './accounts.js';
import { testAmbient, TestClock } from './ambient.js';
import { someoneIn } from './people.js';

/** What was answered, read to its end. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; undefined if it is none. */
  readonly body: Body;
}

/** The answer to a command that was recorded. */
export interface RecordedBody {
  readonly patient?: string;
  readonly revision: number;
  readonly position: number;
  readonly events: readonly string[];
}

/** A problem (RFC 9457), and every other member as it may come. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly detail?: string;
  readonly source?: string;
  readonly errors?: readonly { readonly field: string; readonly rule: string; readonly message: string }[];
}

export interface Sending {
  /** Who sends it. Default: the investigator of Reims. `null`: nobody, without a token. */
  readonly as?: Person | null;
  /** The Idempotency-Key of a command. Default: a fresh one. */
  readonly key?: string;
  readonly ifMatch?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The site API on a temporary directory, listening on a free port, with a clock that the test sets and seeded chance. */
export class SiteApiUnderTest implements AsyncDisposable {
  readonly clock: TestClock;
  readonly log: KeptLog = keepLog();
  readonly directory: DataDirectory;
  /** How the next start signs, and who signs beside it. */
  logs: LogSettings = {};
  readonly #temporary: TemporaryDirectory;
  readonly #seed: string;
  readonly #accounts: AccountsUnderTest;
  #running: { readonly api: SiteApi; readonly url: string } | undefined;

  /** Not started yet: use {@link startSiteApi}. @param place what is where, below a temporary directory. */
  constructor(now: string, seed: string, place: (path: string) => DataDirectory = dataDirectory) {
    this.clock = new TestClock(now);
    this.#seed = seed;
    this.#accounts = new AccountsUnderTest(this.clock);
    this.#temporary = temporaryDirectory();
    this.directory = place(`${this.#temporary.path}/data`);
  }

  get url(): string {
    return this.#started.url;
  }

  get api(): SiteApi {
    return this.#started.api;
  }

  async start(): Promise<void> {
    const logger = createLogger({ name: 'site-api', level: 'info', now: this.clock.now, destination: this.log });
    const api = await createSiteApi({
      directory: this.directory,
      ambient: this.ambient(),
      logger,
      identity: CHEAP_IDENTITY,
      logs: this.logs,
    });
    const url = await listenOnLoopback(api.app);
    this.#running = { api, url };
  }

  /** Time and chance of the next start. */
  protected ambient(): Ambient {
    return testAmbient(this.clock, this.#seed);
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    await running?.api.close();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The token of a session in which the person acts, who has an account from the first time on. */
  tokenFor(person: Person): Promise<string> {
    return this.#accounts.tokenFor(this.api.identity, person);
  }

  /** The token of another session of the same person, that only the caller uses. */
  signIn(person: Person): Promise<string> {
    return this.#accounts.signIn(this.api.identity, person);
  }

  /** Sends a command's body. */
  async post<Body = ProblemBody>(path: string, body: unknown, sending: Sending = {}): Promise<Answer<Body>> {
    const { key = randomUUID(), ifMatch, headers = {} } = sending;
    const own = { 'content-type': 'application/json', 'idempotency-key': key, ...(ifMatch && { 'if-match': ifMatch }) };
    const text = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
    return this.#fetched<Body>(path, { method: 'POST', body: text, headers: { ...own, ...headers } }, sending);
  }

  /** Sends a command that is to be recorded; one that has to be signed is sent again, with what was asked for. */
  async record(path: string, body: object, sending: Sending = {}): Promise<RecordedBody> {
    const sent = await this.post<RecordedBody & SignatureAskedFor>(path, body, sending);
    const { code, signature } = sent.body;
    const answer =
      code === 'signature-missing' ? await this.post<RecordedBody>(path, signedAs(signature, body), sending) : sent;
    if (answer.status !== 201) throw new Error(`${path} was refused: ${answer.text}`);
    return answer.body;
  }

  async get<Body = ProblemBody>(path: string, sending: Sending = {}): Promise<Answer<Body>> {
    return this.#fetched<Body>(path, { headers: { ...sending.headers } }, sending);
  }

  /** What a query answers, once it is seen to be no problem. */
  async read<Body>(path: string, sending: Sending = {}): Promise<Body> {
    const answer = await this.get<Body>(path, sending);
    if (answer.status !== 200) throw new Error(`${path} was refused: ${answer.text}`);
    return answer.body;
  }

  lastPosition(): Promise<number> {
    return this.api.resources.trialLedger.lastPosition();
  }

  /** Every record of the trial ledger, in order. */
  async records(): Promise<readonly LedgerRecord[]> {
    const records: LedgerRecord[] = [];
    for await (const page of this.api.resources.trialLedger.read()) {
      records.push(...page.map(({ leaf }) => recordOf(leaf)));
    }
    return records;
  }

  /** Every record of the access ledger, in order. */
  async accessRecords(): Promise<readonly LedgerRecord[]> {
    const ledger = await openLedgerToRead(this.directory, 'access');
    const records: LedgerRecord[] = [];
    for await (const page of ledger.read()) records.push(...page.map(({ leaf }) => recordOf(leaf)));
    await ledger.close();
    return records;
  }

  /** Every record of an account, in order. */
  async recordsOfAccount(userId: string): Promise<readonly LedgerRecord[]> {
    return (await this.accessRecords()).filter(({ stream }) => stream === accountStream(userId));
  }

  /** Sends a request as it is, with the token of the person. */
  async fetch(path: string, init: RequestInit, as: Person | null = someoneIn('investigator')): Promise<Response> {
    const headers = new Headers(init.headers);
    if (as !== null && !headers.has('authorization')) headers.set('authorization', `Bearer ${await this.tokenFor(as)}`);
    return fetch(this.url + path, { ...init, headers });
  }

  async #fetched<Body>(path: string, init: RequestInit, { as }: Sending): Promise<Answer<Body>> {
    const response = await this.fetch(path, init, as);
    const text = await response.text();
    return { status: response.status, headers: response.headers, text, body: jsonIn(text) as Body };
  }

  get #started() {
    if (this.#running === undefined) throw new Error('the site API is not running');
    return this.#running;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    this.#temporary[Symbol.dispose]();
  }
}

/** Starts a site API of its own: `await using api = await startSiteApi();`. The clock stands at the trial's first day. */
export async function startSiteApi(
  now = '2009-06-15T08:00:00.000Z',
  seed = 'seed',
  place?: (path: string) => DataDirectory,
): Promise<SiteApiUnderTest> {
  const api = new SiteApiUnderTest(now, seed, place);
  await api.start();
  return api;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a client program is told of a command that has to be signed. */
interface SignatureAskedFor {
  readonly code?: string;
  readonly signature?: { readonly meaning: string };
}

function signedAs(asked: SignatureAskedFor['signature'], body: object): object {
  return { ...body, signature: { meaning: asked?.meaning, password: PASSWORD } };
}
