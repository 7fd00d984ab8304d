import { setTimeout as delay } from 'node:timers/promises';
import type { ProjectionRunner } from '../runner/projection-runner.js';
import type { Mismatch } from './compare-rows.js';
import { type ScrubbedFile, ScrubPass } from './scrub-pass.js';

/** Keeps an alarm until a person has seen it. */
export interface AlarmBell {
  /** @param details a person reads them. */
  raise(details: Readonly<Record<string, string>>): void;
}

export interface ScrubberOptions extends ScrubbedFile {
  readonly runner: ProjectionRunner;
  /** The file's name, as operators know it. */
  readonly name: string;
  /** Milliseconds since any moment, with fractions; never set back. */
  readonly elapsedMs: () => number;
  readonly bell: AlarmBell;
  readonly log: { error(details: object, message: string): void };
  /**
   * For the sealed ledger, whose size nobody may learn from the work that it makes: a pass has always the same number of slices
   * of the same length, and says what it found after the last of them, without a key.
   */
  readonly isSealed?: boolean;
}

/** The longest time for which a slice of the work holds the event loop. */
const SLICE_MS = 2;
/** Time between two slices: the work takes 2 % of one processor while a pass goes on. */
const GAP_MS = 100;
/** From the begin of one pass to that of the next. */
const PASS_EVERY_MS = 86_400_000;
/** Slices of a pass of the sealed ledger: half a minute of work, enough for some 500,000 events. A larger ledger takes several passes. */
export const SEALED_SLICES = 14_400;

/**
 * Folds the projections of a file anew, and compares them with what is in the file: once at start, then once a day, in slices
 * between which the event loop is free. What does not match is an alarm, is made anew from the ledger, and is not served before.
 */
export class Scrubber {
  readonly #options: ScrubberOptions;
  readonly #stopping = new AbortController();
  #pass: ScrubPass | undefined;
  #slices = 0;
  #mismatches = 0;
  #failures = 0;
  #failure: unknown;
  #following: Promise<void> | undefined;

  constructor(options: ScrubberOptions) {
    this.#options = options;
  }

  get name(): string {
    return this.#options.name;
  }

  /** How often something in the file was not what the ledger says, since the start. */
  get mismatches(): number {
    return this.#mismatches;
  }

  /** How many passes could not be made, since the start. */
  get failures(): number {
    return this.#failures;
  }

  /** Scrubs in the background, until it is closed. */
  follow(): void {
    this.#following ??= this.#follow(this.#stopping.signal);
  }

  /** Works for one slice. @returns whether the pass is over with it. */
  async slice(): Promise<boolean> {
    const { elapsedMs, isSealed = false } = this.#options;
    const began = elapsedMs();
    await this.#work(began);
    this.#slices += 1;
    if (isSealed) holdUntil(began + SLICE_MS, elapsedMs);
    const isOver = isSealed ? this.#slices >= SEALED_SLICES : this.#isDone();
    if (isOver) await this.#end();
    return isOver;
  }

  async close(): Promise<void> {
    this.#stopping.abort();
    await this.#following;
    await this.#letGo();
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const pause = (ms: number) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
    while (!isAborted(signal)) {
      const began = this.#options.elapsedMs();
      while (!isAborted(signal) && !(await this.slice())) await pause(GAP_MS);
      await pause(Math.max(0, PASS_EVERY_MS - (this.#options.elapsedMs() - began)));
    }
  }

  /** As many steps as fit into a slice, by the longest of them; at least one. */
  async #work(began: number): Promise<void> {
    const { elapsedMs, runner } = this.#options;
    let longest = 0;
    try {
      do {
        if (this.#isDone() || runner.state.phase !== 'following') return;
        const before = elapsedMs();
        this.#pass ??= new ScrubPass(this.#options);
        await this.#pass.step();
        longest = Math.max(longest, elapsedMs() - before);
      } while (elapsedMs() - began + longest <= SLICE_MS);
    } catch (error) {
      this.#failure = error;
    }
  }

  #isDone(): boolean {
    return this.#failure !== undefined || this.#pass?.isOver === true;
  }

  /** Says what was found. A pass of the sealed ledger that has not come to its end goes on with the next day's slices. */
  async #end(): Promise<void> {
    this.#slices = 0;
    if (!this.#isDone()) return;
    const failure = this.#failure;
    const mismatch = this.#pass?.mismatch;
    this.#failure = undefined;
    await this.#letGo();
    if (failure !== undefined) this.#tellFailure(failure);
    else if (mismatch !== undefined) await this.#makeAnew(mismatch);
  }

  #tellFailure(failure: unknown): void {
    const { name: file, isSealed = false, log } = this.#options;
    this.#failures += 1;
    const why = isSealed ? {} : { err: failure };
    log.error(
      { file, ...why },
      'a projections file could not be compared with its ledger: this is tried again in a day',
    );
  }

  /** The alarm is kept first: what is made anew shows no more what was wrong. */
  async #makeAnew(mismatch: Mismatch): Promise<void> {
    const { name: file, runner, bell, log, isSealed = false } = this.#options;
    const { projection, table, index, key, what } = mismatch;
    this.#mismatches += 1;
    const place = { file, table, ...(index === undefined ? {} : { index }) };
    const details = isSealed ? place : { ...place, key, what };
    log.error(
      details,
      'a projections file does not hold what the ledger says: it is made anew, and is not served before',
    );
    try {
      bell.raise(details);
    } catch (error) {
      log.error(
        { err: error, file },
        'the alarm about a projections file could not be kept: only the lines before this one tell of it',
      );
    }
    await runner.rebuild(projection).catch((error: unknown) => {
      if (!this.#stopping.signal.aborted)
        log.error({ file, ...(isSealed ? {} : { err: error }) }, 'a projections file could not be made anew yet');
    });
  }

  async #letGo(): Promise<void> {
    const pass = this.#pass;
    this.#pass = undefined;
    await pass?.close();
  }
}

/** Asked anew each time: it changes while a slice is under way. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** A slice with less work takes as long as one that is full of it. */
function holdUntil(endMs: number, elapsedMs: () => number): void {
  while (elapsedMs() < endMs) {
    // The time that passes is all that this is for.
  }
}
