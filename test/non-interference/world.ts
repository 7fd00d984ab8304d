import { createSiteApi, type SiteApi } from '@bali-app/site-api';
import type { Person } from '@bali/access';
import { createLogger } from '@bali/http';
import { type KeptLog, keepLog, listenOnLoopback } from '@bali/http/testing';
import { dataDirectory } from '@bali/installation';
import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import { HASHER, PASSWORD } from './credentials.js';
import { type Received, type Sent, Wire } from './wire.js';

export interface WorldOptions {
  /** The moment at which it is opened. */
  readonly now: string;
  /** What the randomization list is drawn from: the one thing in which two worlds differ. */
  readonly listSeed?: string;
}

/** Shorter than a session may be idle. */
const SESSION_MINUTES = 25;

/**
 * A trial in a world of its own: the real site API on a real port. Its clock is set by the test, its chance depends on the
 * purpose alone, but for the randomization list, which depends on the world.
 */
export class World {
  readonly api: SiteApi;
  readonly log: KeptLog;
  readonly path: string;
  readonly #clock: { now: Date };
  readonly #wire: Wire;
  readonly #sessions = new Map<string, { readonly token: string; readonly since: number }>();
  readonly #sent = new Map<string, number>();

  private constructor(api: SiteApi, url: string, clock: { now: Date }, path: string, log: KeptLog) {
    this.api = api;
    this.#clock = clock;
    this.path = path;
    this.log = log;
    this.#wire = new Wire(url);
  }

  static async open(path: string, { now, listSeed = '' }: WorldOptions): Promise<World> {
    const clock = { now: new Date(now) };
    const log = keepLog();
    const tell = () => new Date(clock.now);
    const randomBytes = (length: number, purpose: string) => {
      if (purpose.startsWith('seed of the list')) return listSeedOf(listSeed, length);
      return createHash('shake256', { outputLength: length }).update(purpose).digest();
    };
    // Every request brings an id of its own.
    const newRequestId = () => uuidV5('request without an id', uuidV5.URL);
    const api = await createSiteApi({
      directory: dataDirectory(path),
      ambient: { now: tell, randomBytes, newRequestId },
      logger: createLogger({ name: 'site-api', level: 'info', now: tell, destination: log }),
      identity: { hasher: HASHER, randomBytes },
    });
    const url = await listenOnLoopback(api.app);
    return new World(api, url, clock, path, log);
  }

  set now(moment: string) {
    this.#clock.now = new Date(moment);
  }

  get now(): string {
    return this.#clock.now.toISOString();
  }

  /** Sends as somebody, signed in anew when the session before may have ended. */
  async exchange(person: Person | null, sent: Omit<Sent, 'token'>): Promise<Received> {
    const token = person === null ? undefined : await this.tokenOf(person);
    const headers = { 'x-request-id': uuidV5(this.#next(person, sent.path), uuidV5.URL), ...sent.headers };
    return this.#wire.exchange({ ...sent, headers, token });
  }

  async stream(person: Person, path: string, events: number): Promise<Received> {
    return this.#wire.stream(
      {
        method: 'GET',
        path,
        token: await this.tokenOf(person),
        headers: { 'x-request-id': uuidV5(this.#next(person, path), uuidV5.URL) },
      },
      events,
    );
  }

  /** Sends a command; where a signature is asked for, with that of the sender. */
  async command(person: Person, path: string, body: object): Promise<readonly Received[]> {
    const headers = { 'idempotency-key': this.#next(person, path) };
    const first = await this.exchange(person, { method: 'POST', path, body, headers });
    const { code, signature } = jsonOf(first) as { code?: string; signature?: { meaning: string } };
    if (code !== 'signature-missing') return [first];
    const signed = { ...body, signature: { meaning: signature?.meaning, password: PASSWORD } };
    return [first, await this.exchange(person, { method: 'POST', path, body: signed, headers })];
  }

  /** Until everything that is in the ledger can be read. */
  async settled(): Promise<number> {
    const { trialLedger, runner } = this.api.resources;
    const last = await trialLedger.lastPosition();
    if (runner.lastApplied < last) await runner.waitFor(last, AbortSignal.timeout(10_000));
    return last;
  }

  async tokenOf({ userId, role }: Person): Promise<string> {
    const now = this.#clock.now.getTime();
    const open = this.#sessions.get(userId);
    if (open !== undefined && now - open.since < SESSION_MINUTES * 60_000) return open.token;
    const body = { userId, password: PASSWORD, role };
    const { token } = jsonOf(await this.exchange(null, { method: 'POST', path: '/v1/sessions', body })) as {
      token: string;
    };
    this.#sessions.set(userId, { token, since: now });
    return token;
  }

  /** A name for a request that depends on who sends what when, and not on how much was sent before by somebody else. */
  #next(person: Person | null, path: string): string {
    const request = `${person?.userId ?? 'nobody'} ${this.now} ${path}`.replaceAll(' ', '/');
    const number = (this.#sent.get(request) ?? 0) + 1;
    this.#sent.set(request, number);
    return `${request}/${number}`;
  }

  async close(): Promise<void> {
    this.#wire.close();
    await this.api.close();
  }
}

/** What a world draws its list from. */
export function listSeedOf(listSeed: string, length: number): Uint8Array {
  return createHash('shake256', { outputLength: length }).update(`list ${listSeed}`).digest();
}

export function jsonOf({ body }: Received): unknown {
  const text = body.toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as unknown);
}
