export { AlternatingWriter } from './alternating-writer-handle.js';
export { filledDirectory } from './filled-directory.js';
export { killedBackUp } from './killed-back-up-handle.js';
export { killedMigration } from './killed-migration-handle.js';
