export { tearDown as default } from './temporary-directories.mjs';
