export { AuditExports } from './audit-log/audit-exports.js';
export { AuditLog, type AuditLogEntry } from './audit-log/audit-log.js';
export { CertifiedCopies } from './copies/certified-copies.js';
export { shownTo } from './asker.js';
export { type ArmReading, ArmReadings } from './ledgers/arm-readings.js';
export { LedgerLeaves } from './ledgers/ledger-leaves.js';
export { LedgerEntries, type LedgerEntry } from './ledgers/ledger-entries.js';
export {
  type ConsistencyView,
  type InclusionView,
  type LedgerLogs,
  LedgerProofs,
  type LedgerView,
} from './ledgers/ledger-proofs.js';
export { type FedEvent, LiveFeed } from './live-feed/live-feed.js';
export { DeviationLists, type ListedDeviation } from './monitoring/deviation-lists.js';
export { CalendarFeeds, type HolderOf } from './monitoring/calendar-feeds.js';
export { SitePerformanceReport } from './monitoring/site-performance-report.js';
export { WorkLists } from './monitoring/work-lists.js';
export { type QueryInList, QueryLists } from './monitoring/query-lists.js';
export { type OverviewSite, type OverviewView, Overviews } from './overview/overviews.js';
export { JOB_STATUSES } from './jobs/job.js';
export { hashOf, jobIn } from './jobs/job-files.js';
export type { PackageJob } from './packages/package-job.js';
export { PackageJobs } from './packages/package-jobs.js';
export { PackageSources, type SignTrialLedger } from './packages/package-sources.js';
export type { Page } from './paging/cursor.js';
export { PatientQueries } from './patients/patient-queries.js';
export type { PatientView, WithTexts } from './patients/patient-view.js';
export { QueryRefused } from './query-refused.js';
export { type Receipt, Receipts } from './receipts/receipts.js';
export { type EventMarks, MARKED_EVENTS } from './replay/event-marks.js';
export {
  type PatientAsOf,
  type PatientsAsOf,
  type StateView,
  type StepView,
  TrialReplay,
} from './replay/trial-replay.js';
export { Reports } from './reports/reports.js';
export { FreeTexts } from './texts/free-texts.js';
export { type Authors, KnownOfTexts } from './texts/known-of-texts.js';
export { TextGuard } from './texts/text-guard.js';
export { TextAlarm } from './texts/text-alarm.js';
export { TrialOverview } from './trial/trial-overview.js';
export type { SiteView, TrialView } from './trial/trial-views.js';
export { CardViews, type CardsView } from './trial/card-views.js';
export { EmergencyOpenings } from './unblinding/emergency-openings.js';
export { type IdentifiedPatient, PatientIdentification } from './unblinding/patient-identification.js';
export { KNOWN_BY, type RegisterEntry, UnblindingRegister } from './unblinding/unblinding-register.js';
export { BoardMeetings, type BoardMeetingsView } from './board/board-meetings.js';
export { BoardTables, type BoardSafetyView } from './board/board-tables.js';
export {
  StatisticalReports,
  statisticsDocument,
  statisticsTable,
  type StatisticsView,
} from './reports/statistical-reports.js';
export { isOwnPatient, requireOnceOwnPatient, requireOwnPatient } from './visibility.js';
export { type ReviewMade } from './trail-review/review-made.js';
export { TrailReviews, type TrailReviewView } from './trail-review/trail-reviews.js';
export type { Job } from './jobs/job.js';
export type { ExportJob } from './exports/export-job.js';
export { ExportJobs } from './exports/export-jobs.js';
export { UnitMaterials } from './exports/unit-materials.js';
export { type EventsOfLedger } from './exports/folded-trial.js';
export { writeExport } from './exports/write-export.js';
export { type ListingView, SafetyLists } from './safety/safety-lists.js';
export { type SafetyReminder, SafetyReminders } from './safety/safety-reminders.js';
