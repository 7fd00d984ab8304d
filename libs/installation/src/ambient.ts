import type { Clock, RandomBytes } from '@bali/commands';
import { randomBytes, randomUUID } from 'node:crypto';
import { SteadyClock } from './clock/steady-clock.js';

/** Where time and chance come from. Handed in everywhere, so that a history can be played again to the byte. */
export interface Ambient {
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  readonly newRequestId: () => string;
  /** Where `now` is that of a steady clock: it is watched, and compared with what was recorded. */
  readonly steady?: SteadyClock;
}

const steady = new SteadyClock({ wallMs: () => Date.now(), monotonicMs: () => performance.now() });

/** The machine's clock, as long as it is steady, and its strong randomness: what every installation uses. */
export const SYSTEM: Ambient = {
  now: steady.now,
  steady,
  randomBytes: (length) => randomBytes(length),
  newRequestId: () => randomUUID(),
};
