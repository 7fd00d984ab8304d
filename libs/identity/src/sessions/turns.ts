import { Problem, PROBLEMS } from '@bali/http';

/** Too many are waiting to have their credentials checked: come back later. Nothing was looked at. */
export class TooManyAtOnce extends Problem {
  constructor() {
    super(PROBLEMS.overloaded, { headers: { 'retry-after': '1' } });
    this.name = 'TooManyAtOnce';
  }
}

export interface TurnsOptions {
  /** How many work at once. */
  readonly concurrent: number;
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
  readonly #queues = new Map<string, { last: Promise<unknown>; length: number }>();
  readonly #resting: (() => void)[] = [];
  #working = 0;
  #waiting = 0;

  constructor(options: TurnsOptions) {
    this.#options = options;
  }

  /** @throws TooManyAtOnce; what the work throws. */
  async take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const queue = this.#queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    const { waiting, waitingForOne } = this.#options;
    if (this.#waiting >= waiting || queue.length >= waitingForOne) throw new TooManyAtOnce();
    this.#queues.set(key, queue);
    this.#waiting += 1;
    queue.length += 1;
    const turn = queue.last.then(() => this.#limited(work));
    queue.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
      queue.length -= 1;
      if (queue.length === 0) this.#queues.delete(key);
    }
  }

  async #limited<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#working >= this.#options.concurrent) await new Promise<void>((resolve) => this.#resting.push(resolve));
    else this.#working += 1;
    try {
      return await work();
    } finally {
      const next = this.#resting.shift();
      if (next === undefined) this.#working -= 1;
      else next();
    }
  }
}
