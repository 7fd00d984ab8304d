export { type ArmInWords, armInWords, nextSteps } from './arms/arm-in-words.js';
export * from './blinding-events.js';
export * from './blinding-refusals.js';
export * from './list/disclosed-allocation.js';
export * from './list/draw-list.js';
export * from './pending/pending-command.js';
export * from './sealing/index.js';
export * from './slots/blinding-state.js';
export * from './slots/decide-blinding.js';
