export { witnessCommand } from './witness-command.js';
