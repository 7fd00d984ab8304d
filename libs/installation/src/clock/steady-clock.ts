import type { ClockStep } from '@bali/access';

/** The clocks of a machine, in milliseconds. */
export interface MachineClocks {
  /** The time of day, UTC: what operators and time servers set. */
  readonly wallMs: () => number;
  /** Time that has passed since some moment: nobody sets it. */
  readonly monotonicMs: () => number;
}

/** A jump that is no larger is followed: time servers step a clock by that when a leap second or a slow start is made up for. */
const MOST_STEP_MS = 2_000;
/** The two clocks of a machine may run apart by no more than {@link MOST_STEP_MS} in this time. */
const COMPARED_OVER_MS = 3_600_000;

/**
 * The time of this process, which never goes back. It follows the clock of the machine as long as that goes along with the time
 * that passes; once it has jumped, or is behind what was recorded already, time goes on by itself until an operator accepts the
 * clock. Where the clock is behind then, time runs at half its speed until the clock has caught up.
 */
export class SteadyClock {
  readonly #clocks: MachineClocks;
  /** What both clocks showed at one moment: from then on they are expected to go along with each other. */
  #compared: { readonly wall: number; readonly monotonic: number };
  /** The time given last, and when that was. */
  #given: { readonly time: number; readonly monotonic: number };
  #step: ClockStep | undefined;
  #follows = true;
  #steps = 0;
  #isWatched = false;

  constructor(clocks: MachineClocks) {
    this.#clocks = clocks;
    const [wall, monotonic] = [clocks.wallMs(), clocks.monotonicMs()];
    this.#compared = { wall, monotonic };
    this.#given = { time: wall, monotonic };
  }

  readonly now = (): Date => new Date(Math.floor(this.#take()));

  /** The step that no operator has accepted yet. Of several, the first. */
  get step(): ClockStep | undefined {
    return this.#step;
  }

  /** The number of steps since the process began. */
  get steps(): number {
    return this.#steps;
  }

  /** Seconds by which the clock of the machine is ahead of the time that is given. */
  get differenceSeconds(): number {
    return (this.#clocks.wallMs() - this.#take()) / 1000;
  }

  /** What the clock of the machine shows. */
  get machine(): string {
    return new Date(this.#clocks.wallMs()).toISOString();
  }

  /**
   * Gives no time before a moment at which something was recorded already. A clock that is behind it has stepped.
   * @param accepted what the clock showed when an operator last accepted it: one that went on from there is right.
   */
  notBefore(instant: string, accepted?: string): void {
    const moment = Date.parse(instant);
    const time = this.#take();
    const isRight = accepted !== undefined && this.#clocks.wallMs() >= Date.parse(accepted);
    if (time + MOST_STEP_MS < moment && !isRight) this.#stepped('behind-a-ledger', moment);
    if (time < moment) this.#given = { ...this.#given, time: moment };
  }

  /**
   * A step that was recorded before this process began, and that no operator has accepted. A restart accepts nothing: time goes on as
   * if the clock were still ahead by as much as it jumped then, unless something was recorded later than that.
   * @param recorded the last moment at which something was recorded.
   */
  goOnAfter(step: ClockStep, recorded: string): void {
    const aheadMs = Date.parse(step.clock) - Date.parse(step.expected);
    const time = Math.max(this.#clocks.wallMs() - aheadMs, Date.parse(recorded));
    this.#step ??= step;
    if (aheadMs <= MOST_STEP_MS || time >= this.#take()) return;
    this.#follows = false;
    this.#given = { time, monotonic: this.#clocks.monotonicMs() };
  }

  /** @returns false if somebody else in this process watches it already. */
  watchedByMe(): boolean {
    const isFree = !this.#isWatched;
    this.#isWatched = true;
    return isFree;
  }

  watchedByNobody(): void {
    this.#isWatched = false;
  }

  /** An operator says that the clock of the machine is right now. */
  accept(): void {
    this.#take();
    this.#compared = { wall: this.#clocks.wallMs(), monotonic: this.#clocks.monotonicMs() };
    this.#step = undefined;
    this.#follows = true;
  }

  #take(): number {
    const [wall, monotonic] = [this.#clocks.wallMs(), this.#clocks.monotonicMs()];
    this.#compare(wall, monotonic);
    const passed = Math.max(0, monotonic - this.#given.monotonic);
    const time = this.#follows ? followed(wall, this.#given.time, passed) : this.#given.time + passed;
    this.#given = { time, monotonic };
    return time;
  }

  #compare(wall: number, monotonic: number): void {
    const passed = monotonic - this.#compared.monotonic;
    const jumped = Math.abs(wall - this.#compared.wall - passed) > MOST_STEP_MS;
    if (jumped) this.#stepped('while-running', this.#given.time + monotonic - this.#given.monotonic, wall);
    if (jumped || passed > COMPARED_OVER_MS) this.#compared = { wall, monotonic };
  }

  #stepped(noticed: ClockStep['noticed'], expected: number, wall = this.#clocks.wallMs()): void {
    this.#steps += 1;
    this.#follows = false;
    const [clock, time] = [wall, expected].map((moment) => new Date(Math.floor(moment)).toISOString());
    this.#step ??= { noticed, clock: clock ?? '', expected: time ?? '' };
  }
}

/** The clock's time, or, where it is behind the time given last, half of what has passed since. */
function followed(wall: number, last: number, passed: number): number {
  return wall >= last ? wall : last + passed / 2;
}
