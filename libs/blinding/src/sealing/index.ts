export { SealedDataUnreadable, SealingKeysRefused, TooLargeToSeal } from './errors.js';
export { openWithContentKey, SEALED_EVENT } from './sealed-event.js';
export {
  type Chance,
  contentKeyOfRecord,
  openSealedRecord,
  recordSealer,
  SEALED_BYTES,
  SEALED_STREAM,
  sealRecord,
} from './sealed-record.js';
export { contentKeyOfText, MAX_SEALED_TEXT_LENGTH, openSealedText, sealText } from './sealed-text.js';
export { contentKeyOf, SEALING_KEY_BYTES, SealingKeys } from './sealing-keys.js';
export {
  makeSealingKeysFile,
  readSealingKeys,
  rotateSealingKeys,
  type SealingKeysSource,
} from './sealing-keys-file.js';
