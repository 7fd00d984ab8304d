export { KilledWitness, SMALL_VOLUMES } from './killed-witness.js';
export { signerOf, SuiteLog } from './suite-log.js';
export { LITEWITNESS_OF_DEBIAN, startLitewitness } from './litewitness.js';
export { knownLog, startWitness, type StartedWitness } from './start-witness.js';
export { STRICTER_CASES, suiteLogs, WITNESS_CASES, type WitnessToTry } from './witness-suite.js';
export { pollLog } from '../src/poll.js';
