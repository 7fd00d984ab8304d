import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { v5 as uuidV5 } from 'uuid';

/** A clock that stands still until a test sets it. */
export class TestClock {
  #now: Date;
  readonly #elsewhere = new AsyncLocalStorage<Date>();

  constructor(now: string) {
    this.#now = new Date(now);
  }

  set(now: string): void {
    this.#now = new Date(now);
  }

  /** Does something as of another moment; requests that are under way meanwhile keep the clock's own. */
  at<Result>(moment: string, work: () => Promise<Result>): Promise<Result> {
    return this.#elsewhere.run(new Date(moment), work);
  }

  readonly now = (): Date => new Date(this.#elsewhere.getStore() ?? this.#now);
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
