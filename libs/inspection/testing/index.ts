export { BareRealm } from './bare-realm.js';
export { FilesInMemory } from './files-in-memory.js';
export { type BrowserModule, modulesFrom } from './module-graph.js';
export { SAMPLE_ORIGIN, SampleLedger, sampleSigner, SECRET_TEXT } from './sample-ledger.js';
export { SAMPLE_MAKING, sampleCopy, type SampleCopy, type SamplePackage, samplePackage } from './sample-package.js';
