export { inTurns } from './in-turns.js';
export { keepTrying } from './keep-trying.js';
export { once } from './once.js';
export { OneAtATime } from './one-at-a-time.js';
export { QueueByKey, type QueueOptions } from './queue-by-key.js';
