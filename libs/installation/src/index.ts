export { type Ambient, SYSTEM } from './ambient.js';
export { type Alarm, Alarms } from './alarms/alarms.js';
export { alarmReadiness, projectionsScrubber } from './alarms/projections-scrubber.js';
export { begunOrClosed } from './begun-or-closed.js';
export { clockMetrics } from './clock/clock-metrics.js';
export { clockReadiness, lastRecordedAt } from './clock/clock-watch.js';
export { SteadyClock } from './clock/steady-clock.js';
export {
  CONFIGURATION,
  logSettings,
  reviewThresholdsSet,
  openIdProvider,
  passkeyOrigin,
  rateLimits,
  trustedProxies,
} from './configuration.js';
export { type DataDirectory, dataDirectory, directoryNamedBy, directoryOf } from './data-directory.js';
export { beDemo, refuseDemoElsewhere } from './identity/demo.js';
export { headMarkPath, signerFiles } from './identity/key-files.js';
export { keepIdentity } from './identity/keep-identity.js';
export { replaceHeadKey } from './identity/replace-head-key.js';
export { installationKeysOf } from './identity/installation-keys-of.js';
export { acceptLedgerAsFound, openLedger, openLedgerToRead, wasNeverMade } from './open-ledger.js';
export { openSealing } from './open-sealing.js';
export { filesOfInspectionApi, filesOfSiteApi, runningMarker } from './file-checks/checked-files.js';
export { FileChecks } from './file-checks/file-checks.js';
export { fileReadiness, watchFiles } from './file-checks/file-readiness.js';
export { serveUntilSignal } from './serve-until-signal.js';
export { storeLocationIn } from './store-location.js';
export {
  headReadiness,
  logReadiness,
  signingReadiness,
  stampReadiness,
  storeReadiness,
  witnessReadiness,
} from './readiness.js';
export { pagesDirectory, thisSoftware } from './software.js';
export { watchOpenings } from './opening-metrics.js';
export { textReadiness, watchTexts } from './text-alarm.js';
export {
  DEFAULT_LOG_HOST,
  logOrigin,
  type LogSettings,
  openTransparencyLogs,
  tileFiles,
  type TransparencyLogs,
} from './open-transparency-logs.js';

export { describedInstallation } from './nest/described-installation.js';
export { LedgerWatch } from './nest/ledger-watch.js';
export {
  type Installation,
  InstallationModule,
  type LedgerStores,
  type OperatorLog,
} from './nest/installation.module.js';
export { OpenedResources } from './nest/opened-resources.js';
export {
  ACCESS_LEDGER,
  AMBIENT,
  CLOCK,
  DATA_DIRECTORY,
  LEDGER_STORES,
  OPERATOR_LOG,
  SCRUBBERS,
  SEALED_LEDGER,
  SOFTWARE,
  TRIAL_LEDGER,
} from './nest/tokens.js';
