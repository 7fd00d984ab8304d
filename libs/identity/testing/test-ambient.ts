import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

/** A clock that stands still until a test moves it. */
export class TestClock {
  #now: Date;

  constructor(now: string) {
    this.#now = new Date(now);
  }

  /** Moves to a moment. Time never goes back, as it does not in a ledger: an earlier moment changes nothing. */
  set(now: string): void {
    const moment = new Date(now);
    if (moment > this.#now) this.#now = moment;
  }

  readonly now = (): Date => new Date(this.#now);
}

/** What an installation calls its ambient: where time and chance come from. */
export interface TestAmbient {
  readonly now: () => Date;
  readonly randomBytes: (length: number, purpose: string) => Uint8Array;
  readonly newRequestId: () => string;
}

/** Time as the clock has it; chance that depends on the seed and the purpose alone. */
export function testAmbient(clock: TestClock, seed = 'seed'): TestAmbient {
  let requests = 0;
  return {
    now: clock.now,
    randomBytes: (length, purpose) =>
      createHash('shake256', { outputLength: length }).update(`${seed}\n${purpose}`).digest(),
    newRequestId: () => uuidV5(`${seed} request ${(requests += 1)}`, uuidV5.URL),
  };
}
