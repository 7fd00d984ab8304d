import { PendingCommandCompleter, RedactionCompleter } from '@bali/commands';
import { READINESS_CHECKS, type ReadinessCheck } from '@bali/http';
import {
  alarmReadiness,
  AMBIENT,
  type Ambient,
  Alarms,
  clockReadiness,
  DATA_DIRECTORY,
  FileChecks,
  fileReadiness,
  filesOfSiteApi,
  type DataDirectory,
  headReadiness,
  LEDGER_STORES,
  type LedgerStores,
  logReadiness,
  signingReadiness,
  stampReadiness,
  storeReadiness,
  textReadiness,
  type TransparencyLogs,
  witnessReadiness,
} from '@bali/installation';
import { ProjectionRunner } from '@bali/projections';
import { TextAlarm } from '@bali/queries';
import type { OpenSealed } from './ledgers/open-sealed.js';
import { OPEN_SEALED, TRANSPARENCY_LOGS } from './ledgers/tokens.js';

/**
 * What must work for the API to be ready: everything that follows a ledger is in it. Each check says that a part is up or down, and
 * nothing of how many events it has taken in, or when.
 */
export const READINESS = {
  provide: READINESS_CHECKS,
  inject: [
    ...[LEDGER_STORES, ProjectionRunner, OPEN_SEALED, TRANSPARENCY_LOGS],
    ...[PendingCommandCompleter, RedactionCompleter, Alarms, DATA_DIRECTORY, TextAlarm, AMBIENT, FileChecks],
  ],
  useFactory: (
    stores: LedgerStores,
    runner: ProjectionRunner,
    sealed: OpenSealed,
    { logs, witnessing, stamping }: TransparencyLogs,
    commands: PendingCommandCompleter,
    redactions: RedactionCompleter,
    alarms: Alarms,
    directory: DataDirectory,
    texts: TextAlarm,
    { steady }: Ambient,
    files: FileChecks,
  ): readonly ReadinessCheck[] => [
    storeReadiness(...Object.values(stores)),
    headReadiness(...Object.values(stores)),
    { name: 'projections', isUp: () => runner.state.phase === 'following' },
    { name: 'sealed-projections', isUp: sealed.isUp },
    { name: 'completion', isUp: () => commands.isUp && redactions.isUp },
    logReadiness(Object.values(logs)),
    signingReadiness(Object.values(logs)),
    fileReadiness(files),
    alarmReadiness(alarms, ...filesOfSiteApi(directory).map(({ path }) => path)),
    textReadiness(texts),
    ...(steady ? [clockReadiness(steady)] : []),
    ...(witnessing ? [witnessReadiness(witnessing)] : []),
    ...(stamping ? [stampReadiness(stamping)] : []),
  ],
};
