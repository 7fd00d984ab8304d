import { Problem, PROBLEMS } from '@bali/http';
import { QueueByKey, type QueueOptions } from '@bali/queue';

/** Too many are waiting to have their credentials checked: come back later. Nothing was looked at. */
export class TooManyAtOnce extends Problem {
  constructor() {
    super(PROBLEMS.overloaded, { headers: { 'retry-after': '1' } });
    this.name = 'TooManyAtOnce';
  }
}

export interface TurnsOptions extends Required<Pick<QueueOptions, 'concurrent'>> {
  /** How many may wait, in all and for one key. */
  readonly waiting: number;
  readonly waitingForOne: number;
}

/**
 * Lets work for the same key happen one after the other, and only so much of all work at once. Guesses at one account
 * that come together are so counted one by one; and checking passwords, which is slow on purpose, cannot take the machine.
 */
export class Turns {
  readonly #options: TurnsOptions;
  readonly #queue: QueueByKey;

  constructor(options: TurnsOptions) {
    this.#options = options;
    this.#queue = new QueueByKey({ concurrent: options.concurrent });
  }

  /** @throws TooManyAtOnce; what the work throws. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const { waiting, waitingForOne } = this.#options;
    if (this.#queue.length >= waiting || this.#queue.lengthOf(key) >= waitingForOne) throw new TooManyAtOnce();
    return this.#queue.run(key, work);
  }
}
