export type { Asker } from './asker.js';
export { type AtLeast, untilApplied } from './applied-events.js';
export { AuditLog, type AuditLogRequest } from './audit-log/audit-log.js';
export { LedgerEntries, type LedgerEntriesRequest, type LedgerEntry } from './ledgers/ledger-entries.js';
export {
  type ConsistencyView,
  type InclusionView,
  type LedgerLogs,
  LedgerProofs,
  type LedgerView,
} from './ledgers/ledger-proofs.js';
export { JOB_STATUSES, type PackageJob } from './packages/package-job.js';
export { type PackageFile, PackageJobs, type PackageRequest } from './packages/package-jobs.js';
export { PackageSources } from './packages/package-sources.js';
export { CertifiedCopies, type CopyToSend } from './copies/certified-copies.js';
export { type FedEvent, LiveFeed } from './live-feed/live-feed.js';
export { type Receipt, Receipts } from './receipts/receipts.js';
export { Reports } from './reports/reports.js';
export { TrialOverview } from './trial/trial-overview.js';
export type { SiteView, TrialView } from './trial/trial-views.js';
export { KNOWN_BY, type RegisterEntry, UnblindingRegister } from './unblinding/unblinding-register.js';
export { decodeCursor, encodeCursor, type Page, type PageRequest } from './paging/cursor.js';
export { type PatientListRequest, PatientQueries } from './patients/patient-queries.js';
export type { PatientView } from './patients/patient-view.js';
export { type QueryRefusalCode, type QueryRefusalDetails, QueryRefused } from './query-refused.js';
export {
  type AsOf,
  type PatientAsOf,
  type PatientsAsOf,
  type PatientsAsOfRequest,
  type StateView,
  type StepsRequest,
  type StepView,
  TrialReplay,
} from './replay/trial-replay.js';
