export { type UntilStopped, witnessCommand } from './witness-command.js';
