export { setUp as default } from './temporary-directories.mjs';
