/*
 * What needs nothing of Node. A verifier that runs in a browser imports this, and nothing else of the room.
 */
export { openTextWithContentKey } from '../src/sealing/open-text.js';
export { openWithContentKey, SEALED_EVENT } from '../src/sealing/sealed-event.js';
export { BLINDING_EVENTS } from '../src/blinding-events.js';
