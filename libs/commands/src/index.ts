export {
  type Clock,
  type CommandEnvelope,
  CommandTexts,
  type KeepText,
  type RandomBytes,
  type Signer,
} from './command.js';
export { CommandHandler, type CommandHandlerOptions, type Handled, type Handling } from './command-handler.js';
export { DisclosureLog, type DisclosureLogOptions, type ShownTo } from './disclosure-log.js';
export { CommandIdReused, CommandRefused, StaleRevision, TooContended } from './errors.js';
export { RecordWriter, type RecordWriterOptions, type Software } from './record-writer.js';
export { type Loaded, StreamLoader, type StreamKind } from './stream-loader.js';
