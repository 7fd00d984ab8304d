import { readSealingKeys } from '@bali/blinding';
import { DisclosureLog, type Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type IdentitySettings, type OpenIdOptions, openWayIn, type WayIn } from '@bali/identity';
import type { PackageSource } from '@bali/inspection';
import { type Ambient, type DataDirectory, logOrigin, openLedger, openLedgerToRead } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import {
  ProjectionRunner,
  type RunnerLog,
  StateAsOf,
  TRIAL_HISTORY_PROJECTIONS,
  TrialStateQueries,
} from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import { openFollowedLog } from './ledgers/followed-log.js';
import type { LedgerLog } from './ledgers/ledger-log.js';
import { PackageJobs } from './packages/package-jobs.js';
import type { Resources } from './resources.js';

export interface ResourceOptions {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly software: Software;
  readonly log: RunnerLog & OpenIdOptions['log'];
  /** Names the logs; see `BALI_LOG_HOST`. */
  readonly logHost: string;
  /** How many inspection packages are kept to be fetched. */
  readonly packagesKept: number;
  readonly identity?: IdentitySettings;
}

/** Resources that are open, and how to close them. */
export interface OpenResources {
  readonly wayIn: WayIn;
  readonly resources: Resources;
  readonly close: () => Promise<void>;
}

/**
 * Opens the ledgers, and begins to follow them. The site API may be at work on the same data directory, in this process or in
 * another: what is written here is files of the inspection API's own, and events of the access ledger.
 * @throws NotThisLedger, StoreUnavailable, NotAProjectionsFile, ProjectionsInUse
 */
export async function openResources(options: ResourceOptions): Promise<OpenResources> {
  const opened: { close(): Promise<void> }[] = [];
  const close = async (): Promise<void> => {
    for (const resource of opened.toReversed()) await resource.close();
  };
  const keep = <Resource extends { close(): Promise<void> }>(resource: Resource): Resource => {
    opened.push(resource);
    return resource;
  };
  try {
    const stores = await openStores(options.directory, keep);
    const about = { trialId: TRIAL.id, software: options.software, ...timeAndChance(options.ambient) };
    const { credentials, inspectionProjections: path, packages: directory } = options.directory;
    const wayIn = await openWayIn({
      ...{ accessLedger: stores.access, credentialsPath: credentials, ...about, log: options.log },
      ...(options.identity && { settings: options.identity }),
    });
    keep(wayIn);
    const runner = keep(
      new ProjectionRunner({ path, store: stores.trial, projections: TRIAL_HISTORY_PROJECTIONS, log: options.log }),
    );
    runner.start();
    const logs = openLogs(options, stores, keep);
    const disclosures = new DisclosureLog({ accessLedger: stores.access, ...about });
    const packages = keep(
      new PackageJobs({
        ...{ directory, kept: options.packagesKept, disclosures, log: options.log },
        ...{ software: options.software, now: about.now },
        sourceOf: (ledger) => sourceOf(options.directory, stores[ledger], logs[ledger]),
      }),
    );
    const { reader } = runner;
    const views = { queries: new TrialStateQueries(reader), asOf: new StateAsOf(reader, stores.trial) };
    const sealingKeys = options.directory.sealingKeys;
    const resources = {
      ...about,
      sealingKeys,
      trialLedger: stores.trial,
      stores,
      logs,
      runner,
      disclosures,
      packages,
      ...views,
    };
    return { resources, wayIn, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function timeAndChance({ now, randomBytes }: Ambient): Pick<Ambient, 'now' | 'randomBytes'> {
  return { now, randomBytes };
}

/** Only the access ledger is written to. One that is not there yet is made, as the site API would. */
async function openStores(
  directory: DataDirectory,
  keep: (store: EventStore) => EventStore,
): Promise<Record<Ledger, EventStore>> {
  const access = keep(await openLedger(directory, 'access'));
  for (const ledger of ['trial', 'sealed'] as const) await (await openLedger(directory, ledger)).close();
  const trial = keep(await openLedgerToRead(directory, 'trial'));
  return { access, trial, sealed: keep(await openLedgerToRead(directory, 'sealed')) };
}

function openLogs(
  { directory, ambient, logHost, log }: ResourceOptions,
  stores: Readonly<Record<Ledger, EventStore>>,
  keep: <Resource extends { close(): Promise<void> }>(resource: Resource) => Resource,
): Record<Ledger, LedgerLog> {
  const logs = LEDGERS.map((ledger) => {
    const origin = logOrigin(logHost, ledger);
    const opened = openFollowedLog({ directory, ledger, origin, store: stores[ledger], now: ambient.now, log });
    return [ledger, keep(opened)] as const;
  });
  return Object.fromEntries(logs) as unknown as Record<Ledger, LedgerLog>;
}

/** What a package is made of: everything up to the last checkpoint that was signed. */
async function sourceOf(
  { sealingKeys }: DataDirectory,
  store: EventStore,
  log: LedgerLog,
): Promise<PackageSource | undefined> {
  const latest = await log.latestCheckpoint();
  if (latest === undefined) return undefined;
  const sealing = store.ledger === 'sealed' ? readSealingKeys(sealingKeys) : undefined;
  return {
    trialId: TRIAL.id,
    store,
    checkpoint: latest.note,
    earlier: earlierNotes(log, latest.note),
    keys: log.verifiers(),
    ...(sealing && { sealing }),
  };
}

async function* earlierNotes(log: LedgerLog, latest: string): AsyncGenerator<string> {
  for await (const page of log.checkpoints()) for (const { note } of page) if (note !== latest) yield note;
}
