export { type CommandLineRun, runBali } from './run-bali.js';
export { TemporaryDirectory } from './temporary-directory.js';
