export { formatAddCheckpoint, MAX_WITNESS_BYTES } from './add-checkpoint.js';
export { parsePolicy, type PolicyWitness, type WitnessPolicy } from './policy.js';
export { judgeCheckpoint, type LogSeen, type WitnessAnswer } from './witness.js';
export { type Witnessed, witnessedUnder } from './witnessed.js';
