import { performance } from 'node:perf_hooks';

/** The clock of a simulated trial: it stands until it is set again, or is told to run on. */
export class SimulatedClock {
  #instant: number;
  #runningSince: number | undefined;

  /** @param instant RFC 3339. */
  constructor(instant: string) {
    this.#instant = Date.parse(instant);
  }

  readonly now = (): Date =>
    new Date(this.#instant + (this.#runningSince === undefined ? 0 : performance.now() - this.#runningSince));

  set(instant: string): void {
    this.#instant = Date.parse(instant);
    this.#runningSince = undefined;
  }

  /** From where it stands it goes on as fast as real time. */
  runOn(): void {
    this.#runningSince ??= performance.now();
  }
}
