import { dailyAnchor, type Software } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { AUTHENTICATION } from '@bali/identity';
import {
  Alarms,
  AMBIENT,
  type Ambient,
  DATA_DIRECTORY,
  FileChecks,
  filesOfSiteApi,
  runningMarker,
  type DataDirectory,
  LEDGER_STORES,
  type LedgerStores,
  type LogSettings,
  OPERATOR_LOG,
  OpenedResources,
  type OperatorLog,
  projectionsScrubber,
  openTransparencyLogs,
  SCRUBBERS,
  SEALED_LEDGER,
  SOFTWARE,
  TRIAL_LEDGER,
  type TransparencyLogs,
} from '@bali/installation';
import { ProjectionRunner, type Scrubber, TRIAL_PROJECTIONS, VerifiedState } from '@bali/projections';
import { TRIAL } from '@bali/protocol';
import type { CommandParts } from './command-parts.js';
import { type OpenSealed, openSealed } from './open-sealed.js';
import { COMMAND_PARTS, LOG_SETTINGS, OPEN_SEALED, TRANSPARENCY_LOGS } from './tokens.js';

/**
 * What is opened beside the ledgers, one after another: each factory injects what has to be open before it, also where it only
 * comes after it.
 */
export const OPENING = [
  {
    provide: ProjectionRunner,
    inject: [OpenedResources, DATA_DIRECTORY, TRIAL_LEDGER, OPERATOR_LOG, AUTHENTICATION],
    useFactory: openRunner,
  },
  {
    provide: VerifiedState,
    inject: [OpenedResources, DATA_DIRECTORY, TRIAL_LEDGER],
    useFactory: (opened: OpenedResources, { path: directory }: DataDirectory, store: EventStore) =>
      opened.open(() => new VerifiedState({ store, directory })),
  },
  {
    provide: OPEN_SEALED,
    inject: [OpenedResources, DATA_DIRECTORY, SEALED_LEDGER, AMBIENT, SOFTWARE, OPERATOR_LOG, ProjectionRunner],
    useFactory: openSealedLedger,
  },
  {
    provide: SCRUBBERS,
    inject: [OpenedResources, DATA_DIRECTORY, LEDGER_STORES, OPERATOR_LOG, Alarms, ProjectionRunner, OPEN_SEALED],
    useFactory: openScrubbers,
  },
  {
    provide: FileChecks,
    inject: [OpenedResources, DATA_DIRECTORY, OPERATOR_LOG, Alarms, LEDGER_STORES],
    useFactory: openFileChecks,
  },
  {
    provide: TRANSPARENCY_LOGS,
    inject: [OpenedResources, DATA_DIRECTORY, LEDGER_STORES, AMBIENT, OPERATOR_LOG, LOG_SETTINGS, COMMAND_PARTS],
    useFactory: openLogs,
  },
];

/** @throws NotAProjectionsFile, ProjectionsInUse */
function openRunner(
  opened: OpenedResources,
  { projections: path }: DataDirectory,
  store: EventStore,
  log: OperatorLog,
): Promise<ProjectionRunner> {
  return opened.open(() => {
    const runner = new ProjectionRunner({ path, store, projections: TRIAL_PROJECTIONS, log });
    runner.start();
    return runner;
  });
}

/** @throws as {@link openSealed} */
async function openSealedLedger(
  opened: OpenedResources,
  directory: DataDirectory,
  sealedLedger: EventStore,
  { now, randomBytes }: Ambient,
  software: Software,
  log: OperatorLog,
): Promise<OpenSealed> {
  const options = { directory, sealedLedger, now, randomBytes, software, log };
  const sealed = await opened.open(() => openSealed(options));
  await sealed.ready();
  return sealed;
}

/** They do nothing by themselves: the application lets them follow. */
async function openScrubbers(
  opened: OpenedResources,
  directory: DataDirectory,
  { trial, sealed }: LedgerStores,
  log: OperatorLog,
  alarms: Alarms,
  runner: ProjectionRunner,
  openedSealed: OpenSealed,
): Promise<readonly Scrubber[]> {
  const about = { directory, alarms, log };
  const files = [
    { ...about, path: directory.projections, runner, store: trial },
    { ...about, path: directory.sealedProjections, runner: openedSealed.runner, store: sealed, isSealed: true },
  ];
  const scrubbers: Scrubber[] = [];
  for (const file of files) scrubbers.push(await opened.open(() => projectionsScrubber(file)));
  return scrubbers;
}

function openFileChecks(
  opened: OpenedResources,
  directory: DataDirectory,
  log: OperatorLog,
  alarms: Alarms,
): Promise<FileChecks> {
  const marker = runningMarker(directory, 'site-api');
  return opened.open(() => new FileChecks({ files: () => filesOfSiteApi(directory), marker, alarms, log }));
}

/** This instance signs, and anchors the sealed and the access ledger daily. @throws SigningKeysRefused, LogInUse */
function openLogs(
  opened: OpenedResources,
  directory: DataDirectory,
  stores: LedgerStores,
  ambient: Ambient,
  log: OperatorLog,
  settings: LogSettings,
  { streams: { trials }, sagas, rows }: CommandParts,
): Promise<TransparencyLogs> {
  const anchoring = { trialId: TRIAL.id, randomBytes: ambient.randomBytes, trials, sagas, saga: rows.AnchorMade };
  return opened.open(() =>
    openTransparencyLogs({
      ...{ directory, stores, ambient, log, settings, as: 'signs' as const },
      anchor: ({ sealed, access }) => dailyAnchor(anchoring, { sealed, access }),
    }),
  );
}
