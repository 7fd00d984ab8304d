export { BareAppends } from './bare-appends.js';
export { type OfOthers, onlyWith, program } from './others.js';
export { patience } from './patience.js';
export { datedEvent, sampleAppend, sampleEvent, sampleText } from './sample-events.js';
export {
  directoryOnDisk,
  openTemporaryStore,
  type TemporaryDirectory,
  temporaryDirectory,
  type TemporaryStore,
} from './temporary-store.js';
export {
  alterEventInFile,
  DELETE_NEWEST_COMMIT,
  tamperingInFile,
  type TamperingWithTexts,
  tamperWithFile,
} from './tampering.js';
export { TEST_INSTALLATION, testHeads, testInstallationKeys, testKeysReplaced } from './test-heads.js';
export { withPrefix } from './with-prefix.js';
