export { type Decided, LedgerDecisions } from './ledgers/ledger-decisions.js';
export { type AnyCellCommand, CellRecording } from './cell-therapy/cell-recording.js';
export { ClockLog, type ClockStanding } from './clock/clock-log.js';
export { BoardRecommendations } from './board/board-recommendations.js';
export { type BoardLook, boardLooks } from './board/board-looks.js';
export { MicrobiologyAlerts } from './cell-therapy/microbiology-alerts.js';
export { PatientFactsReader } from './cell-therapy/patient-facts.js';
export { ProductRelease } from './cell-therapy/product-release.js';
export { type OpenRecordClock } from './open-records/open-record-clocks.js';
export { type OpenRecordReport, OpenRecordReports } from './open-records/open-record-reports.js';
export { type OpenRecord, OpenRecords, type ShownOpenRecord } from './open-records/open-records.js';
export { HandedOverCases } from './unblinded-cases/handed-over-cases.js';
export {
  type CaseOutcome,
  type OpenedCase,
  type UnblindedCase,
  UnblindedCases,
} from './unblinded-cases/unblinded-cases.js';
export { UnitDeviations, type UnitDeviationsView } from './unit-deviations/unit-deviations.js';
export type { UnitJudgement } from './unit-deviations/unit-deviations-saga.js';
export { UnitAnnulment } from './cell-therapy/unit-annulment.js';
export { ReleaseCorrection } from './cell-therapy/release-correction.js';
export { ReleaseWithdrawal } from './cell-therapy/release-withdrawal.js';
export { Allocations, type AskedBy, type PatientAllocation } from './disclosures/allocations.js';
export { type SealedCard, SealedCards } from './disclosures/sealed-cards.js';
export { DisclosureLog, type ShownTo } from './disclosures/disclosure-log.js';
export { SealedReadings } from './disclosures/sealed-readings.js';
export { CommandIntake, type GivenCommand, type IntakeKeys, type MakeCommand } from './intake/command-intake.js';
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
  OWN_SOURCE,
  type RandomBytes,
  type Signer,
} from './loop/command.js';
export { CommandHandler, type CommandHandlerOptions, type StreamCommand } from './loop/command-handler.js';
export { ATTEMPTS_IN_ACCESS_LEDGER, CommandLoop, type Handled, type Outcome } from './loop/command-loop.js';
export { CommandIdReused, CommandRefused, StaleRevision, TooContended } from './loop/errors.js';
export { RecordWriter, type Software } from './loop/record-writer.js';
export { Judgements, type OpenedJudgement } from './judgements/judgements.js';
export { type Judged, SealedJudgement } from './judgements/sealed-judgement.js';
export { StreamLoader } from './loop/stream-loader.js';
export { Consent } from './patients/consent.js';
export { dailyAnchor } from './randomization/daily-anchor.js';
export { ListDrawing } from './randomization/list-drawing.js';
export { Randomization } from './randomization/randomization.js';
export { eraseTexts, Erasing } from './redaction/erasing.js';
export { Redaction } from './redaction/redaction.js';
export { RedactionCompleter } from './redaction/redaction-completer.js';
export { type AllSagas, allSagas, sagaEnds } from './saga/all-sagas.js';
export { PendingCommandCompleter } from './saga/pending-command-completer.js';
export { SealedTexts } from './texts/sealed-texts.js';
export { TextReviews } from './texts/text-reviews.js';
export { SealedCommands } from './saga/sealed-commands.js';
export { TwoLedgerSagas } from './saga/two-ledger-sagas.js';
export type { Streams } from './streams.js';
export { DatabaseLock } from './trial/database-lock.js';
export { PlannedUnblindings } from './trial/planned-unblindings.js';
export { TrialLedgerCommands } from './trial/trial-ledger-commands.js';
