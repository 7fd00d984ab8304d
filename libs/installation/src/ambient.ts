import type { Clock, RandomBytes } from '@bali/commands';
import { randomBytes, randomUUID } from 'node:crypto';

/** Where time and chance come from. Handed in everywhere, so that a history can be played again to the byte. */
export interface Ambient {
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
  readonly newRequestId: () => string;
}

/** The machine's clock and its strong randomness: what every installation uses. */
export const SYSTEM: Ambient = {
  now: () => new Date(),
  randomBytes: (length) => randomBytes(length),
  newRequestId: () => randomUUID(),
};
