export { SAMPLE_BLINDING_DATA } from './sample-events.js';
export { sampleKey, sampleKeys, sampleSealable, seededChance } from './sealing.js';
