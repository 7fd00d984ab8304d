export { exportInMemory } from './export-in-memory.js';
export { EVERYTHING, sampleStudy } from './sample-study.js';
export { SAMPLE_ARMS, SAMPLE_MATERIALS } from './sample-materials.js';
