import { createInspectionApi, type InspectionApi, LEDGER_LOGS } from '@bali-app/inspection-api';
import { createSiteApi, type SiteApi } from '@bali-app/site-api';
import type { PasswordHasher, Person } from '@bali/access';
import { patience } from '@bali/event-store/testing';
import { createLogger } from '@bali/http';
import { type KeptLog, keepLog, listenOnLoopback } from '@bali/http/testing';
import { dataDirectory, DEFAULT_LOG_HOST } from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import type { LedgerLogs } from '@bali/queries';
import type { WitnessPolicy } from '@bali/witness';
import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';
import { HASHER, PASSWORD } from './credentials.js';
import { type Received, type Sent, Wire } from './wire.js';

export interface WorldOptions {
  /** The moment at which it is opened. */
  readonly now: string;
  /** What the randomization list is drawn from: the one thing in which two worlds differ. */
  readonly listSeed?: string;
  /** Default: that of now. */
  readonly hasher?: PasswordHasher;
  /** Whose cosignatures the trial ledger gets. Default: nobody's. */
  readonly witnesses?: WitnessPolicy;
  /** Default: whatever is logged is kept to be compared. */
  readonly keepsLogs?: boolean;
}

/** Shorter than a session may be idle. */
const SESSION_MINUTES = 25;

/** In place of the version and the commit of this software, which stand in each event. */
export const SOFTWARE = { version: '1.2.3', commit: '0123456789abcdef0123456789abcdef01234567' };

/** The APIs that an installation serves. */
export const APIS = ['site', 'inspection'] as const;
export type Api = (typeof APIS)[number];

/** What is sent, and to which API. Default: that of the sites. */
export interface Request extends Omit<Sent, 'token'> {
  readonly to?: Api;
}

interface Running {
  readonly site: SiteApi;
  readonly inspection: InspectionApi;
  readonly wires: Readonly<Record<Api, Wire>>;
  readonly logs: Readonly<Record<Api, KeptLog>>;
}

/**
 * A trial in a world of its own: both APIs on real ports, over one data directory, as `serve` has them. Its clock is set by
 * the test, its chance depends on the purpose alone, but for the randomization list, which depends on the world.
 */
export class World {
  readonly api: SiteApi;
  readonly inspection: InspectionApi;
  readonly logs: Readonly<Record<Api, KeptLog>>;
  readonly path: string;
  readonly #clock: { now: Date };
  readonly #wires: Readonly<Record<Api, Wire>>;
  readonly #sessions = new Map<string, { readonly token: string; readonly since: number }>();
  readonly #sent = new Map<string, number>();

  private constructor({ site, inspection, wires, logs }: Running, clock: { now: Date }, path: string) {
    this.api = site;
    this.inspection = inspection;
    this.#wires = wires;
    this.logs = logs;
    this.#clock = clock;
    this.path = path;
  }

  static async open(path: string, options: WorldOptions): Promise<World> {
    const { now, listSeed = '', hasher = HASHER, witnesses, keepsLogs = true } = options;
    const clock = { now: new Date(now) };
    const log = keepsLogs ? keepLog : forgetLog;
    const logs = { site: log(), inspection: log() };
    const tell = () => new Date(clock.now);
    const randomBytes = (length: number, purpose: string) => {
      if (purpose.startsWith('seed of the list')) return listSeedOf(listSeed, length);
      return createHash('shake256', { outputLength: length }).update(purpose).digest();
    };
    // Every request brings an id of its own.
    const newRequestId = () => uuidV5('request without an id', uuidV5.URL);
    const served = (api: Api) => ({
      directory: dataDirectory(path),
      ambient: { now: tell, randomBytes, newRequestId },
      logger: createLogger({ name: `${api}-api`, level: 'info', now: tell, destination: logs[api] }),
      ...{ identity: { hasher, randomBytes }, software: SOFTWARE },
    });
    const site = await createSiteApi({ ...served('site'), ...(witnesses && { logs: { witnesses } }) });
    const inspection = await createInspectionApi({
      ...served('inspection'),
      ...{ logHost: DEFAULT_LOG_HOST, packagesKept: 100 },
    });
    const wires = {
      site: new Wire(await listenOnLoopback(site.app), site.app.getHttpServer()),
      inspection: new Wire(await listenOnLoopback(inspection.app), inspection.app.getHttpServer()),
    };
    return new World({ site, inspection, wires, logs }, clock, path);
  }

  set now(moment: string) {
    this.#clock.now = new Date(moment);
  }

  get now(): string {
    return this.#clock.now.toISOString();
  }

  /** Sends as somebody, signed in anew when the session before may have ended. */
  async exchange(person: Person | null, { to = 'site', ...sent }: Request): Promise<Received> {
    const token = person === null ? undefined : await this.tokenOf(person);
    const headers = { 'x-request-id': uuidV5(this.#next(person, sent.path), uuidV5.URL), ...sent.headers };
    return this.#wires[to].exchange({ ...sent, headers, token });
  }

  /** An emergency physician signs with a recovery code, of new ones each time. */
  async #secondFactorOf(person: Person): Promise<{ readonly recoveryCode?: string }> {
    if (person.role !== 'emergency-physician') return {};
    const made = await this.exchange(person, {
      method: 'POST',
      path: '/v1/recovery-codes',
      body: { password: PASSWORD },
    });
    const { codes = [] } = jsonOf(made) as { codes?: readonly string[] };
    return codes[0] === undefined ? {} : { recoveryCode: codes[0] };
  }

  async stream(person: Person, { to = 'site', path }: Pick<Request, 'to' | 'path'>, events: number): Promise<Received> {
    return this.#wires[to].stream(
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
  async command(person: Person, path: string, body: object, to: Api = 'site'): Promise<readonly Received[]> {
    const headers = { 'idempotency-key': this.#next(person, path) };
    const first = await this.exchange(person, { to, method: 'POST', path, body, headers });
    const { code, signature } = jsonOf(first) as { code?: string; signature?: { meaning: string } };
    if (code !== 'signature-missing') return [first];
    const credentials = { password: PASSWORD, ...(await this.#secondFactorOf(person)) };
    const signed = { ...body, signature: { meaning: signature?.meaning, ...credentials } };
    return [first, await this.exchange(person, { to, method: 'POST', path, body: signed, headers })];
  }

  /** Until everything that is in the trial ledger can be read. */
  async settled(): Promise<void> {
    const { trialLedger, runner } = this.api.resources;
    const last = await trialLedger.lastPosition();
    for (const following of [runner, this.inspection.app.get(ProjectionRunner)]) {
      if (following.lastApplied < last) await following.waitFor(last, patience());
    }
  }

  /** Does what is due at this time of day, as a timer would once the trees hold all that is in the ledgers. */
  async tick(): Promise<void> {
    for (const log of Object.values(this.api.resources.logs)) {
      await log.follower.caughtUp(patience());
    }
    await this.api.rhythm.tick();
  }

  /** Until the trees of both APIs hold all that is in the ledgers: only then do metrics follow from what happened. */
  async caughtUp(): Promise<void> {
    for (const logs of [this.api.resources.logs, this.inspectionLogs])
      for (const log of Object.values(logs)) await log.follower.caughtUp(patience());
  }

  /** The logs as the inspection API follows them. */
  get inspectionLogs(): LedgerLogs {
    return this.inspection.app.get<LedgerLogs>(LEDGER_LOGS);
  }

  /** {@link tick}; then the logs of both APIs hold all that was signed. */
  async signed(): Promise<void> {
    await this.tick();
    for (const log of Object.values(this.inspectionLogs)) {
      const { size = 0 } = (await log.reader.latestCheckpoint()) ?? {};
      if (size > 0) await log.receipt(size - 1, patience());
    }
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
    for (const wire of Object.values(this.#wires)) wire.close();
    await this.inspection.close();
    await this.api.close();
  }
}

/** A log of which nothing stays. */
function forgetLog(): KeptLog {
  return { write: () => undefined, text: () => '', lines: () => [] };
}

/** What a world draws its list from. */
export function listSeedOf(listSeed: string, length: number): Uint8Array {
  return createHash('shake256', { outputLength: length }).update(`list ${listSeed}`).digest();
}

export function jsonOf({ body }: Received): unknown {
  const text = body.toString('utf8');
  return text === '' ? {} : (JSON.parse(text) as unknown);
}
