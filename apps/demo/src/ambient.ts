import type { Ambient } from '@bali/installation';
import { randomUUID } from 'node:crypto';
import { derivedBytes } from './chance.js';
import type { SimulatedClock } from './simulated-clock.js';

/**
 * Time and chance of the demo, and of nothing else: the ledger of a simulated trial is the same to the byte whenever it
 * is played. Its chance is known to everybody, and the keys that seal and sign are made of it: whoever knows the seed can open
 * and sign what the demo wrote. Nothing real may ever be recorded in a demo's directory.
 */
export function simulatedAmbient(seed: number, clock: SimulatedClock): Ambient {
  return {
    now: clock.now,
    randomBytes: (length, purpose) => derivedBytes(String(seed), purpose, length),
    // What the script sends brings a request id of its own.
    newRequestId: () => randomUUID(),
  };
}
