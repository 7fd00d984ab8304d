/** The tokens by which the site API's own parts of the installation are injected. `LedgersModule` provides them to every module. */

/** What is open of the sealed ledger: `OpenSealed`. */
export const OPEN_SEALED = Symbol('OpenSealed');
/** What use cases are made of, as it is put together: `CommandParts`. Only factories of its parts inject it. */
export const COMMAND_PARTS = Symbol('CommandParts');
/** The `CommandHandler` of the trial ledger. */
export const TRIAL_HANDLER = Symbol('commands of the trial ledger');
/** The `CommandHandler` of the sealed ledger: what its commands say is sealed. */
export const SEALED_HANDLER = Symbol('commands of the sealed ledger');
/** What the sealed ledger's records and texts are sealed with: `SealingKeys`. */
export const SEALING_KEYS = Symbol('SealingKeys');
/** The states that commands are decided on: `Streams`. */
export const STREAMS = Symbol('Streams');
/** The sagas, each by the event with which it begins: `AllSagas`. */
export const SAGA_ROWS = Symbol('rows of sagas');
/** What the daily duties and checkpoints are set to: `LogSettings`. */
export const LOG_SETTINGS = Symbol('LogSettings');
/** The ledgers' trees, proofs and checkpoints, and what signs them in rhythm: `TransparencyLogs`. */
export const TRANSPARENCY_LOGS = Symbol('TransparencyLogs');
