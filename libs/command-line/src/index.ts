export { endProgress, FoundDamaged, printJson, printLines, Refused, showProgress } from './output.js';
export { runProgram } from './run-program.js';
