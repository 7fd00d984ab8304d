export {
  SealedDataUnreadable,
  SealingKeysRefused,
  type SealingKeysProblem,
  TooLargeToSeal,
  type Unreadable,
  UNREADABLE,
} from './errors.js';
export {
  type Chance,
  contentKeyOfRecord,
  openSealedRecord,
  openWithContentKey,
  SEALED_BYTES,
  SEALED_EVENT,
  SEALED_STREAM,
  sealRecord,
} from './sealed-record.js';
export {
  contentKeyOfText,
  MAX_SEALED_TEXT_LENGTH,
  openSealedText,
  openTextWithContentKey,
  sealText,
} from './sealed-text.js';
export { contentKeyOf, fingerprintOf, SEALING_KEY_BYTES, type SealingKey, SealingKeys } from './sealing-keys.js';
export {
  makeSealingKeysFile,
  readSealingKeys,
  rotateSealingKeys,
  type SealingKeysSource,
} from './sealing-keys-file.js';
