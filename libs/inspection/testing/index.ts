export { ledgerSource } from './ledger-source.js';
export { BareRealm } from './bare-realm.js';
export { FilesInMemory } from './files-in-memory.js';
export { modulesFrom } from './module-graph.js';
export { SampleLedger, sampleSigner, SECRET_TEXT, WITHHELD_TEXTS } from './sample-ledger.js';
export { sampleCopy, type SampleCopy, type SamplePackage, samplePackage } from './sample-package.js';
