import type { AttemptSource } from '@bali/access';
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
  /** Number of places that are kept for sources that are known: those that are not may not take them. */
  readonly reserved: number;
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
  take<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    return this.#take(`of ${key}`, this.#options.waiting, work);
  }

  /**
   * The same for an attempt to sign in. A known source has a line and places of its own, and so has everybody who is signed in:
   * nobody keeps them out by standing in line.
   * @throws as {@link take}
   */
  takeFrom<Result>(userId: string, { device }: AttemptSource, work: () => Promise<Result>): Promise<Result> {
    const { waiting, reserved } = this.#options;
    if (device === undefined) return this.#take(`at ${userId}`, waiting - reserved, work);
    return this.#take(`at ${userId} from ${device}`, waiting, work);
  }

  async #take<Result>(key: string, waiting: number, work: () => Promise<Result>): Promise<Result> {
    const isFull = this.#queue.length >= waiting || this.#queue.lengthOf(key) >= this.#options.waitingForOne;
    if (isFull) throw new TooManyAtOnce();
    return this.#queue.run(key, work);
  }
}
