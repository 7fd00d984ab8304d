export * from './sealing/index.js';
export * from './slots.js';
