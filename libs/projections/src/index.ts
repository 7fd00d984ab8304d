export * from '../portable/index.js';
export { type Difference, differencesOf } from './as-of/differences.js';
export { StateAsOf, type StatusCounts } from './as-of/state-as-of.js';
export { type Step, type StepOptions, stepsThrough } from './as-of/steps.js';
export { type AuditFilter, type AuditListOptions, type AuditPage, auditPage } from './audit/audit-list.js';
export { type RecordAt, recordsAt } from './audit/ledger-reader.js';
export { eventIndex } from './event-index/event-index.js';
export { siteOf } from './event-index/site-of.js';
export { commandFinder, type FindCommand, type FoundCommand } from './event-index/find-command.js';
export { type FieldChoice, type FieldHistory, fieldHistory, type FieldVersion } from './patient/field-history.js';
export { patientTimeline, type TimelineEntry } from './patient/timeline.js';
export { type Accrual, accrualOf } from './reports/accrual.js';
export { type ConsortFlow, consortFlowOf, type ExcludedByCriterion } from './reports/consort-flow.js';
export { patientsByStatus } from './reports/patients-by-status.js';
export {
  type EndpointStanding,
  endpointStandings,
  type PrimaryEndpoint,
  primaryEndpointOf,
} from './reports/primary-endpoint.js';
export { DocumentCache, type DocumentTable } from './runner/document-cache.js';
export { NotAProjectionsFile, NotYetApplied, ProjectionFailed, ProjectionsInUse } from './runner/errors.js';
export type { LedgerEvent, Projection, ProjectionWriter, Table } from './runner/projection.js';
export { ProjectionRunner, type RunnerLog, type RunnerOptions, type RunnerState } from './runner/projection-runner.js';
export { putAsideProjectionsFile } from './runner/projections-file.js';
export { type PatientSummary, summaryOf } from './trial-state/patient-summary.js';
export { type EventsInOrder, type Replayed, type ReplayLimit, replay } from './trial-state/replay.js';
export { ScratchState } from './trial-state/scratch-state.js';
export { stateDigest } from './trial-state/state-digest.js';
export { trialStateHistoryProjection, trialStateProjection } from './trial-state/trial-state-projection.js';
export { type PatientFilter, type PatientPage, TrialStateQueries } from './trial-state/trial-state-queries.js';
export { TRIAL_HISTORY_PROJECTIONS, TRIAL_PROJECTIONS } from './trial-projections.js';
