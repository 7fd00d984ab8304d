export * from '../portable/index.js';
export { type Difference } from './as-of/differences.js';
export { StateAsOf, type StatusCounts } from './as-of/state-as-of.js';
export { type Step, stepsThrough } from './as-of/steps.js';
export { type AuditFilter, type AuditPage, auditPage } from './audit/audit-list.js';
export { recordsAt } from './audit/ledger-reader.js';
export { eventIndex, sitesAt, standingTransfers } from './event-index/event-index.js';
export { commandFinder, type FindCommand } from './event-index/find-command.js';
export { type SitePerformance, SitePerformances } from './monitoring/site-performance.js';
export { WORK, WORK_STANDINGS, type WorkItem, type WorkKind, type WorkStanding } from './monitoring/work-items.js';
export { WORK_KINDS, workKindsOf, workOf } from './monitoring/work-of.js';
export { deviationPage } from './monitoring/deviation-list.js';
export { type ListedQuery, type QueryFilter, queryPage, type QueryPlace } from './monitoring/query-list.js';
export { type FieldChoice, type FieldHistory, fieldHistory } from './patient/field-history.js';
export { patientTimeline, type TimelineEntry } from './patient/timeline.js';
export { type Accrual, accrualOf } from './reports/accrual.js';
export { type BeforeLock, beforeLock, MISSING_BEFORE_LOCK } from './reports/before-lock.js';
export { type ConsortFlow, consortFlowOf } from './reports/consort-flow.js';
export { patientsByStatus } from './reports/patients-by-status.js';
export {
  endpointOfPatient,
  type EndpointStanding,
  type PrimaryEndpoint,
  primaryEndpointOf,
} from './reports/primary-endpoint.js';
export { NotAProjectionsFile, NotYetApplied, ProjectionsInUse, ProjectionsNotServed } from './runner/errors.js';
export type { Projection } from './runner/projection.js';
export { ProjectionRunner, type RunnerLog } from './runner/projection-runner.js';
export { putAsideProjectionsFile } from './runner/projections-file.js';
export { type PatientSummary, summaryOf } from './trial-state/patient-summary.js';
export { type EventsInOrder, type Replayed, type ReplayLimit, replay } from './trial-state/replay.js';
export { compareProjectionsFile, type ProjectionFault } from './scrub/compare-file.js';
export { watchScrubbers } from './scrub/scrub-metrics.js';
export { Scrubber } from './scrub/scrubber.js';
export { ScratchState } from './trial-state/scratch-state.js';
export { type Chart, TrialStateQueries } from './trial-state/trial-state-queries.js';
export { type TrialAsOf, VerifiedState } from './trial-state/verified-state.js';
export { TRIAL_HISTORY_PROJECTIONS, TRIAL_PROJECTIONS } from './trial-projections.js';
export { StateInMemory } from './trial-state/state-fold.js';
export { type AnnualFigures, annualFigures, type CaseLine, caseLinesOf } from './safety/case-line.js';
