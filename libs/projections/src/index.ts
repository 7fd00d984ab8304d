export { commandFinder, commandIndex, type FindCommand, type FoundCommand } from './commands/command-index.js';
export { DocumentCache, type DocumentTable } from './runner/document-cache.js';
export { NotAProjectionsFile, NotYetApplied, ProjectionFailed, ProjectionsInUse } from './runner/errors.js';
export type { LedgerEvent, Projection, ProjectionWriter, Table } from './runner/projection.js';
export { ProjectionRunner, type RunnerLog, type RunnerOptions, type RunnerState } from './runner/projection-runner.js';
export { putAsideProjectionsFile } from './runner/projections-file.js';
