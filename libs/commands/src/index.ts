export {
  type Clock,
  type CommandEnvelope,
  CommandTexts,
  type KeepText,
  type RandomBytes,
  type Signer,
} from './loop/command.js';
export { CommandHandler, type CommandHandlerOptions, type StreamCommand } from './loop/command-handler.js';
export { ATTEMPTS_IN_ACCESS_LEDGER, CommandLoop, type Handled, type Outcome } from './loop/command-loop.js';
export { commandIdentifier, type CommandIdentifier } from './intake/command-identity.js';
export type { Invocation } from './intake/invocation.js';
export { DisclosureLog, type DisclosureLogOptions, type ShownTo } from './disclosures/disclosure-log.js';
export { CommandIdReused, CommandRefused, StaleRevision, TooContended } from './loop/errors.js';
export { RecordWriter, type RecordWriterOptions, type Software } from './loop/record-writer.js';
export { type Loaded, StreamLoader, type StreamKind } from './loop/stream-loader.js';
