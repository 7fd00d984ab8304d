export { exportInMemory } from './export-in-memory.js';
export { EVERYTHING, sampleStudy } from './sample-study.js';
