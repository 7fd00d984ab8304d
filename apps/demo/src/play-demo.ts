import { isProblem, type SiteApi as SiteApiClient } from '@bali/client';
import { createSiteApi, type SiteApi, type SiteApiOptions } from '@bali-app/site-api';
import { argon2idHasher } from '@bali/access';
import type { Estimate, GroupSurvival } from '@bali/analysis';
import { Refused } from '@bali/command-line';
import type { Software } from '@bali/commands';
import { createLogger } from '@bali/http';
import type { StoreLocation } from '@bali/event-store';
import {
  beDemo,
  type DataDirectory,
  dataDirectory,
  lastRecordedAt,
  openLedger,
  wasNeverMade,
} from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { pino } from 'pino';
import type { Observable } from 'rxjs';
import { DemoSessions } from './accounts/demo-sessions.js';
import { makeAccounts } from './accounts/make-accounts.js';
import { accountChance } from './accounts/passwords.js';
import { simulatedAmbient } from './ambient.js';
import { cohortScript } from './cohort/cohort.js';
import { INSPECTOR, UNBLINDED_STATISTICIAN } from './cohort/people.js';
import type { Script } from './cohort/script.js';
import { checkpointsOf, type DemoReport, historyOf } from './demo-report.js';
import { RequestIds } from './demo-requests.js';
import { patientStore } from './patient-store.js';
import { playScript } from './player.js';
import { reviewTrail } from './review-trail.js';
import { SimulatedClock } from './simulated-clock.js';

export interface DemoOptions {
  readonly seed: number;
  readonly patients: number;
  readonly dataDirectory: string;
  /** Where the ledgers are. Default: files in the data directory. */
  readonly store?: StoreLocation;
  readonly isKept: boolean;
  /** What each event names as the software that recorded it. Default: this software. */
  readonly software?: Software;
  /** Whether the ledgers are signed and the sealed one is anchored on each day. */
  readonly daily: boolean;
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  readonly signal: AbortSignal;
  readonly progress: (played: number, of: number, at: string) => void;
}

/** A trial that was played and is still served. */
export interface Demo {
  readonly report: DemoReport;
  readonly sessions: DemoSessions;
  /** What another API on the same data is made with. */
  readonly installation: DemoInstallation;
  readonly signTrialLedger: (patience: AbortSignal) => Promise<void>;
  /** Signs checkpoints of all ledgers, and does what is due daily, whenever the observable says so: as a server does on its clock. */
  readonly signOn: (ticks$: Observable<unknown>) => void;
  readonly close: () => Promise<void>;
}

export type DemoInstallation = Pick<SiteApiOptions, 'directory' | 'ambient' | 'logger' | 'identity' | 'software'>;

/**
 * Plays a synthetic trial through the site API, which listens on a port as it always does, and reads the reports from it.
 * What was played into the data directory before is gone on with.
 * @throws Refused when something is answered otherwise than the script says; what opening the directory throws.
 */
export async function playDemo(options: DemoOptions): Promise<Demo> {
  const startedAt = performance.now();
  const script = cohortScript(options);
  const clock = new SimulatedClock(script.startsAt);
  const installation = installationOf(options, clock);
  clock.set((await brokenOffAt(installation.directory)) ?? script.startsAt);
  const api = await createSiteApi({ ...installation, logs: UNSYNCED });
  try {
    await api.resources.completer.settled();
    clock.set(script.startsAt);
    const { seed, signal } = options;
    const url = await listen(api, options);
    // Who goes on with a demo signs in anew, in sessions of their own.
    const run = String(await api.resources.accessLedger.lastPosition());
    const requests = new RequestIds(run);
    const sessions = new DemoSessions(url, requests, clock.now, seed);
    await makeAccounts({ accounts: api.identity.accounts, requests, sessions, seed, now: clock.now });
    const progress = (played: number, at: string) => options.progress(played, script.commands.length, at);
    const duties = options.daily ? { dailyDuties: () => api.rhythm.daily() } : {};
    const refusals = await playScript(script, { requests, clock, sessions, ...duties, signal, progress });
    const reviewed = { before: script.endsAt, key: `demo-${seed}-${options.patients}` };
    await reviewTrail({ installation, sessions, requests, ...reviewed });
    const inspector = await sessions.apiFor(INSPECTOR);
    if (options.daily) for (const ledger of LEDGERS) await api.resources.logs[ledger].signing.sign();
    const byArm = await resultsByArm(await sessions.apiFor(UNBLINDED_STATISTICIAN), requests);
    const found = await findings(api, inspector, requests);
    clock.runOn();
    const { patients, dataDirectory: directory, isKept } = options;
    const seconds = Math.round(performance.now() - startedAt) / 1_000;
    const about = { seed, patients, dataDirectory: directory, isKept, commands: script.commands.length, refusals };
    const report = { ...about, ...targetsIn(script), ...found, ...byArm, seconds, url };
    const signTrialLedger = (patience: AbortSignal) => api.resources.logs.trial.signing.signWhatIsNew(patience);
    const signOn = (ticks$: Observable<unknown>) => api.rhythm.follow(ticks$);
    return { report, sessions, installation, signTrialLedger, signOn, close: api.close };
  } catch (error) {
    await api.close();
    throw error;
  }
}

/** Hashes as cheap as can be: these passwords are public, and the simulated people sign in a thousand times. */
const CHEAP = { memoryKiB: 8, passes: 1, parallelism: 1 } as const;

/** Nobody relies on a simulated checkpoint: a thousand days would wait for the disk thousands of times. */
const UNSYNCED = { synced: false };

function installationOf(
  { dataDirectory: path, store, seed, software }: DemoOptions,
  clock: SimulatedClock,
): DemoInstallation {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const destination = pino.destination({ dest: join(path, 'demo.log'), sync: true });
  const logger = createLogger({ name: 'site-api', level: 'info', now: clock.now, destination });
  const identity = { hasher: argon2idHasher(CHEAP), randomBytes: accountChance(seed) };
  const directory = dataDirectory(path, patientStore(store));
  beDemo(directory);
  return { directory, ambient: simulatedAmbient(seed, clock), logger, identity, ...(software && { software }) };
}

/**
 * The moment at which a demo was killed, if it had begun a command in the sealed ledger: what was cut off is finished at that
 * moment. At the script's first one, long before the record's last, rules that ask for the day would have it given up.
 */
async function brokenOffAt(directory: DataDirectory): Promise<string | undefined> {
  if (wasNeverMade(directory, 'sealed')) return undefined;
  const ledger = await openLedger(directory, 'sealed');
  try {
    return await lastRecordedAt(ledger);
  } finally {
    await ledger.close();
  }
}

async function listen({ app }: SiteApi, { host, port }: DemoOptions): Promise<string> {
  try {
    await app.listen(port, host);
    return await app.getUrl();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Refused(`cannot listen (${why}): set SITE_API_PORT to a port that is free; 0: any`, { cause: error });
  }
}

async function findings({ resources }: SiteApi, client: SiteApiClient, requests: RequestIds) {
  const { trialLedger, sealedLedger, accessLedger, logs, runner, queries } = resources;
  const params = { query: { atLeast: await trialLedger.lastPosition() } };
  const flow = client.get('/v1/reports/participant-flow', { params, requestId: requests.next() });
  const participantFlow = await flow;
  const endpoint = client.get('/v1/reports/primary-endpoint', { params, requestId: requests.next() });
  const primaryEndpoint = await endpoint;
  await runner.ready();
  return {
    ...{ participantFlow, primaryEndpoint, stateDigest: queries.digest() },
    ...(await historyOf(trialLedger)),
    sealed: (await historyOf(sealedLedger)).history,
    access: (await historyOf(accessLedger)).history,
    checkpoints: await checkpointsOf(logs),
  };
}

/** The figures that are shown of the primary analysis: the OpenAPI document names it, and says no more. */
interface Primary {
  readonly groups: readonly GroupSurvival[];
  readonly logRank: { readonly p: Estimate };
}

/** What the trial found by arm, if it is unblinded: the reading is in the access ledger. */
async function resultsByArm(client: SiteApiClient, requests: RequestIds): Promise<Pick<DemoReport, 'byArm'>> {
  try {
    const { report } = await client.get('/v1/reports/statistics/by-arm', { requestId: requests.next() });
    const { groups, logRank } = report.primary as Primary;
    return { byArm: { groups, p: logRank.p } };
  } catch (error) {
    if (isProblem(error)) return {};
    throw error;
  }
}

/** The targets as the script's own commands state them. */
function targetsIn({ commands }: Script): { readonly target: DemoReport['target'] } {
  const [registered = 0, inForce = registered] = commands.flatMap(({ body }) =>
    'recruitmentTarget' in body ? [Number(body.recruitmentTarget)] : [],
  );
  return { target: { registered, inForce } };
}
