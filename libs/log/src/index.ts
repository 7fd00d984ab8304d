export { lockPath } from './files.js';
export { mayBeSignedLater, NotYetInLog, SigningKeysRefused } from './errors.js';
export { askBounded, NoAnswer } from './hands/bounded-request.js';
export { type AskedAuthority, Stamping } from './hands/stamping.js';
export { watchStamping } from './hands/watch-stamping.js';
export { watchWitnessing } from './hands/watch-witnessing.js';
export { WitnessedHeads } from './hands/witnessed-heads.js';
export { Witnessing } from './hands/witnessing.js';
export { compareTiles } from './follower/compare-tiles.js';
export type { Log } from './log.js';
export { watchLogs } from './log-metrics.js';
export type { LogReader } from './reader/log-reader.js';
export { CheckpointRhythm } from './signer/checkpoint-rhythm.js';
export { DailyDuties, type DailyDuty } from './signer/daily-duties.js';
export { keysMissing, Signer, type SignerFiles, signerUnlessAtWork } from './signer/signer.js';
export {
  makeSigningKeys,
  readSigningKeys,
  rotateSigningKeys,
  SIGNING_KEY_BYTES,
  SigningKeys,
} from './signer/signing-keys.js';
export { TransparencyLog } from './transparency-log.js';
