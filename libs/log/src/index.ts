export { CheckpointRhythm, type CheckpointRhythmOptions } from './checkpoint-rhythm.js';
export { DailyDuties, type DailyDuty } from './daily-duties.js';
export { LogInUse, NotYetInLog, SigningKeysRefused, SigningRefused } from './errors.js';
export { watchLogs, type WatchedLog } from './log-metrics.js';
export { Signer, type SignerFiles, signerUnlessAtWork } from './signer.js';
export {
  makeSigningKeys,
  readSigningKeys,
  rotateSigningKeys,
  SIGNING_KEY_BYTES,
  type SigningKey,
  SigningKeys,
} from './signing-keys.js';
export {
  type Log,
  type LogState,
  type SigningState,
  TransparencyLog,
  type TransparencyLogOptions,
} from './transparency-log.js';
export { TreeAt } from './tree-at.js';
