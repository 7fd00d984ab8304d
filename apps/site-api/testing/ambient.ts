import type { Ambient } from '@bali/installation';
import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

/** A clock that stands still until a test sets it. */
export class TestClock {
  #now: Date;

  constructor(now: string) {
    this.#now = new Date(now);
  }

  set(now: string): void {
    this.#now = new Date(now);
  }

  readonly now = (): Date => new Date(this.#now);
}

/** Time as the clock has it; chance that depends on the seed and the purpose alone. */
export function testAmbient(clock: TestClock, seed = 'seed'): Ambient {
  let requests = 0;
  return {
    now: clock.now,
    randomBytes: (length, purpose) =>
      createHash('shake256', { outputLength: length }).update(`${seed}\n${purpose}`).digest(),
    newRequestId: () => uuidV5(`${seed} request ${(requests += 1)}`, uuidV5.URL),
  };
}
