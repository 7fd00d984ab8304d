export { sampleKey, sampleKeys, sampleSealable, seededChance } from './sealing.js';
