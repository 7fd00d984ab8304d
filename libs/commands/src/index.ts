export { type AnyCellCommand, CellRecording, type CellRecordingOptions } from './cell-therapy/cell-recording.js';
export { PatientFactsReader } from './cell-therapy/patient-facts.js';
export { ProductRelease } from './cell-therapy/product-release.js';
export {
  Allocations,
  type AllocationsOptions,
  type AskedBy,
  type PatientAllocation,
} from './disclosures/allocations.js';
export { DisclosureLog, type DisclosureLogOptions, type ShownTo } from './disclosures/disclosure-log.js';
export {
  CommandIntake,
  type CommandIntakeOptions,
  type Given,
  type GivenCommand,
  type MakeCommand,
} from './intake/command-intake.js';
export { commandIdentifier, type CommandIdentifier } from './intake/command-identity.js';
export type { Invocation } from './intake/invocation.js';
export {
  type AskedSignature,
  SignatureMeaningDiffers,
  SignatureMissing,
  SignatureNotAskedFor,
  SignatureRefused,
} from './intake/signature-errors.js';
export {
  type Clock,
  type CommandEnvelope,
  CommandTexts,
  type KeepText,
  OWN_SOURCE,
  type RandomBytes,
  type Signer,
} from './loop/command.js';
export { CommandHandler, type CommandHandlerOptions, type StreamCommand } from './loop/command-handler.js';
export { ATTEMPTS_IN_ACCESS_LEDGER, CommandLoop, type Handled, type Outcome } from './loop/command-loop.js';
export { CommandIdReused, CommandRefused, StaleRevision, TooContended } from './loop/errors.js';
export { RecordWriter, type RecordWriterOptions, type Software } from './loop/record-writer.js';
export { type Loaded, StreamLoader, type StreamKind } from './loop/stream-loader.js';
export { Consent, type ConsentOptions } from './patients/consent.js';
export { type Anchoring, dailyAnchor } from './randomization/daily-anchor.js';
export { type AskedList, ListDrawing } from './randomization/list-drawing.js';
export { Randomization } from './randomization/randomization.js';
export { Erasing, type ErasingOptions } from './redaction/erasing.js';
export { Redaction, type RedactionOptions } from './redaction/redaction.js';
export { RedactionCompleter, type RedactionCompleterOptions } from './redaction/redaction-completer.js';
export { type AllSagas, allSagas, sagaEnds } from './saga/all-sagas.js';
export { PendingCommandCompleter, type PendingCommandCompleterOptions } from './saga/pending-command-completer.js';
export { SealedCommands, type SealedCommandsOptions } from './saga/sealed-commands.js';
export { TwoLedgerSagas, type TwoLedgerSagasOptions } from './saga/two-ledger-sagas.js';
export type { Streams } from './streams.js';
export { DatabaseLock, type DatabaseLockOptions } from './trial/database-lock.js';
export { type AnyPatientCommand, type TrialLedgerCommand, TrialLedgerCommands } from './trial/trial-ledger-commands.js';
