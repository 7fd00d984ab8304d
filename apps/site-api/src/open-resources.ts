import { CommandHandler, DisclosureLog, RecordWriter, type Software, StreamLoader } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { type IdentitySettings, type OpenIdOptions, openWayIn, type WayIn, type WayInOptions } from '@bali/identity';
import {
  type Ambient,
  type DataDirectory,
  type LogSettings,
  openLedger,
  openTransparencyLogs,
  type TransparencyLogs,
} from '@bali/installation';
import {
  commandFinder,
  ProjectionRunner,
  type RunnerLog,
  TRIAL_PROJECTIONS,
  TrialStateQueries,
} from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import {
  definitionOf,
  evolvePatient,
  evolveTrial,
  initialPatientState,
  initialTrialState,
  mustBeSigned,
} from '@bali/trial';
import { rmSync } from 'node:fs';
import { Finishing } from './begun/finishing.js';
import { type Anchoring, dailyAnchor } from './randomization/daily-anchor.js';
import type { Resources } from './resources.js';
import { openSealed, type OpenSealed } from './sealed/open-sealed.js';
import { SealedCommands } from './sealed/sealed-commands.js';

export interface ResourceOptions {
  readonly directory: DataDirectory;
  readonly ambient: Ambient;
  readonly software: Software;
  readonly log: RunnerLog & OpenIdOptions['log'];
  readonly identity?: IdentitySettings;
  readonly logs?: LogSettings;
}

/** Resources that are open, and how to close them. */
export interface OpenResources {
  readonly resources: Resources;
  readonly sealed: SealedCommands;
  /** Finishes what two ledgers are written for. */
  readonly finishing: Finishing;
  /** Says who somebody is, and asks signers again. */
  readonly wayIn: WayIn;
  /** What signs the checkpoints in rhythm, once it is told to tick. */
  readonly rhythm: TransparencyLogs['rhythm'];
  /** Appends under way are finished; then everything is let go of. */
  readonly close: () => Promise<void>;
}

/**
 * Opens the ledgers and the projections, and begins to catch up with the trial ledger.
 * @throws NotThisLedger, StoreUnavailable, NotAProjectionsFile, ProjectionsInUse, SealingKeysRefused, SigningKeysRefused, LogInUse
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
    const trialLedger = keep(await openLedger(options.directory, 'trial'));
    const sealedLedger = keep(await openLedger(options.directory, 'sealed'));
    const accessLedger = keep(await openLedger(options.directory, 'access'));
    const wayIn = keep(await openWayIn(wayInOptions(options, accessLedger)));
    const { identity, signing, passkeys } = wayIn;
    const { projections } = options.directory;
    const runner = keep(
      new ProjectionRunner({ path: projections, store: trialLedger, projections: TRIAL_PROJECTIONS, log: options.log }),
    );
    runner.start();
    // What a process that was killed has left of the copies that it made; nobody else works here: the projections are ours.
    rmSync(options.directory.copies, { recursive: true, force: true });
    const { sealed: ofSealed, runner: sealedRunner } = await openSealed(options, sealedLedger);
    await keep(sealedRunner).ready();
    const disclosures = disclosureLog(options, accessLedger);
    const stores = { trial: trialLedger, sealed: sealedLedger, access: accessLedger };
    // The duties come to what is opened here only once they are due: after all of it is open.
    const later: { anchoring?: Anchoring } = {};
    const anchor = ({ sealed: log }: TransparencyLogs['logs']) => dailyAnchor(() => later.anchoring, log);
    const { logs, rhythm } = keep(await openTransparencyLogs({ ...logOptions(options), stores, anchor }));
    const resources: Resources = {
      ...resourcesOf(options, trialLedger, runner),
      ...ofSealed,
      accessLedger,
      accounts: identity.accounts,
      disclosures,
      logs,
      signing,
      ...(passkeys && { passkeys }),
    };
    const sealed = new SealedCommands(resources);
    const finishing = new Finishing(sealed, resources);
    later.anchoring = { resources, sealed, finishing };
    return { resources, sealed, finishing, wayIn, rhythm, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function wayInOptions(
  { directory, ambient, software, log, identity: settings }: ResourceOptions,
  accessLedger: EventStore,
): WayInOptions {
  const { now, randomBytes } = ambient;
  const about = { trialId: TRIAL.id, software, now, randomBytes, log };
  return { accessLedger, credentialsPath: directory.credentials, ...about, ...(settings && { settings }) };
}

function logOptions({ directory, ambient, log, logs: settings }: ResourceOptions) {
  return { directory, ambient, log, as: 'signs' as const, ...(settings && { settings }) };
}

function disclosureLog({ ambient, software }: ResourceOptions, accessLedger: EventStore): DisclosureLog {
  const { now, randomBytes } = ambient;
  return new DisclosureLog({ accessLedger, trialId: TRIAL.id, software, now, randomBytes });
}

function resourcesOf(
  { ambient: { now, randomBytes }, directory: { copies }, software, log }: ResourceOptions,
  trialLedger: EventStore,
  runner: ProjectionRunner,
): Omit<
  Resources,
  'signing' | 'passkeys' | 'accessLedger' | 'accounts' | 'disclosures' | 'logs' | keyof OpenSealed['sealed']
> {
  const trialId = TRIAL.id;
  const writer = new RecordWriter({ store: trialLedger, trialId, software, definitionOf, mustBeSigned });
  return {
    ...{ trialId, software, now, randomBytes, log, trialLedger, runner, copies },
    handler: new CommandHandler({ store: trialLedger, writer, runner, findCommand: commandFinder(runner.reader), now }),
    trials: new StreamLoader(trialLedger, { initial: initialTrialState, evolve: evolveTrial }),
    patients: new StreamLoader(trialLedger, { initial: initialPatientState, evolve: evolvePatient }),
    queries: new TrialStateQueries(runner.reader),
  };
}
