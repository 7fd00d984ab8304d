import type { EventStore } from '@bali/event-store';
import {
  Alarms,
  AMBIENT,
  type Ambient,
  DATA_DIRECTORY,
  FileChecks,
  filesOfInspectionApi,
  runningMarker,
  type DataDirectory,
  LEDGER_STORES,
  type LedgerStores,
  OPERATOR_LOG,
  OpenedResources,
  type OperatorLog,
  openTransparencyLogs,
  projectionsScrubber,
  SCRUBBERS,
  TRIAL_LEDGER,
} from '@bali/installation';
import {
  ProjectionRunner,
  type Scrubber,
  StateAsOf,
  TRIAL_HISTORY_PROJECTIONS,
  TrialStateQueries,
} from '@bali/projections';
import type { LedgerLogs } from '@bali/queries';
import { type DynamicModule, Global, Module } from '@nestjs/common';

/** The token of the transparency logs, by the names of their ledgers: `LedgerLogs`. */
export const LEDGER_LOGS = Symbol('ledger logs');

const RUNNER = {
  provide: ProjectionRunner,
  inject: [OpenedResources, TRIAL_LEDGER, DATA_DIRECTORY, OPERATOR_LOG],
  useFactory: (
    opened: OpenedResources,
    store: EventStore,
    { inspectionProjections }: DataDirectory,
    log: OperatorLog,
  ) =>
    opened.open(() => {
      const about = { path: inspectionProjections, projections: TRIAL_HISTORY_PROJECTIONS };
      const runner = new ProjectionRunner({ ...about, store, log });
      runner.start();
      return runner;
    }),
};

const SCRUBBING = {
  provide: SCRUBBERS,
  inject: [OpenedResources, TRIAL_LEDGER, DATA_DIRECTORY, OPERATOR_LOG, Alarms, ProjectionRunner],
  useFactory: async (
    opened: OpenedResources,
    store: EventStore,
    directory: DataDirectory,
    log: OperatorLog,
    alarms: Alarms,
    runner: ProjectionRunner,
  ): Promise<readonly Scrubber[]> => {
    const about = { directory, store, log, alarms, runner };
    return [await opened.open(() => projectionsScrubber({ ...about, path: directory.inspectionProjections }))];
  },
};

const FILE_CHECKS = {
  provide: FileChecks,
  inject: [OpenedResources, DATA_DIRECTORY, OPERATOR_LOG, Alarms, LEDGER_STORES],
  useFactory: (opened: OpenedResources, directory: DataDirectory, log: OperatorLog, alarms: Alarms) => {
    const marker = runningMarker(directory, 'inspection-api');
    return opened.open(() => new FileChecks({ files: () => filesOfInspectionApi(directory), marker, alarms, log }));
  },
};

const QUERIES = [
  {
    provide: TrialStateQueries,
    inject: [ProjectionRunner],
    useFactory: (runner: ProjectionRunner) => new TrialStateQueries(runner),
  },
  {
    provide: StateAsOf,
    inject: [ProjectionRunner, TRIAL_LEDGER, DATA_DIRECTORY],
    useFactory: (runner: ProjectionRunner, trialLedger: EventStore, { path }: DataDirectory) =>
      new StateAsOf(runner, trialLedger, path),
  },
];

/**
 * What follows the ledgers: projections and trees in files of the inspection API's own, so that the site API may work on the same data
 * directory. Nothing here signs.
 */
@Global()
@Module({})
export class FollowingModule {
  /** @param logHost names the logs; see `BALI_LOG_HOST`. */
  static of(logHost: string): DynamicModule {
    const logs = {
      provide: LEDGER_LOGS,
      inject: [OpenedResources, DATA_DIRECTORY, LEDGER_STORES, AMBIENT, OPERATOR_LOG],
      useFactory: async (
        opened: OpenedResources,
        directory: DataDirectory,
        stores: LedgerStores,
        ambient: Ambient,
        log: OperatorLog,
      ): Promise<LedgerLogs> => {
        const about = { directory, stores, ambient, log, settings: { host: logHost } };
        return (await opened.open(() => openTransparencyLogs({ ...about, as: 'inspection' }))).logs;
      },
    };
    return {
      module: FollowingModule,
      providers: [RUNNER, SCRUBBING, FILE_CHECKS, ...QUERIES, logs],
      exports: [FileChecks, SCRUBBERS, ProjectionRunner, TrialStateQueries, StateAsOf, LEDGER_LOGS],
    };
  }
}
