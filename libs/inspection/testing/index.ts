export { FilesInMemory } from './files-in-memory.js';
export { SAMPLE_ORIGIN, SampleLedger, sampleSigner } from './sample-ledger.js';
export { SAMPLE_MAKING, type SamplePackage, samplePackage } from './sample-package.js';
