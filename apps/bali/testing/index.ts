export { playedDemo } from './played-demo.js';
export { type CommandLineRun, runBali } from './run-bali.js';
export { TemporaryDirectory } from './temporary-directory.js';
export { workADay } from './work-a-day.js';
