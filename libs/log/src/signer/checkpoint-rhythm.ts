import { OneAtATime } from '@bali/queue';
import { catchError, concatMap, EMPTY, from, type Observable, Subject, takeUntil } from 'rxjs';
import type { DailyDuties } from './daily-duties.js';
import type { Log } from '../log.js';
import type { CheckpointSigning } from './checkpoint-signing.js';

export interface CheckpointRhythmOptions {
  readonly logs: readonly CheckpointSigning[];
  readonly duties: DailyDuties;
  /** Asks others to sign what was signed here, after each tick. What it does not get is no failure of the tick. */
  readonly hands?: readonly (() => Promise<void>)[];
  readonly now: () => Date;
  readonly log: Log;
}

/** How long the last signatures wait, in all, for a store that may be away. */
const PATIENCE_AT_THE_END_MS = 5_000;

/**
 * Signs checkpoints: of each log that has something new, at every tick; and of all, with the other daily duties, once a
 * day. Where another instance signs, it takes over once that one is gone. One tick ends before the next begins; what fails is
 * written to the log, and tried again at the next.
 */
export class CheckpointRhythm {
  readonly #options: CheckpointRhythmOptions;
  readonly #stopped$ = new Subject<void>();
  readonly #ticks = new OneAtATime();

  constructor(options: CheckpointRhythmOptions) {
    this.#options = options;
  }

  /** Ticks whenever the observable says so, until it is closed. */
  follow(ticks$: Observable<unknown>): void {
    const tick = () => from(this.tick()).pipe(catchError(() => EMPTY));
    ticks$.pipe(takeUntil(this.#stopped$), concatMap(tick)).subscribe();
  }

  /** Does what is due. @throws the first thing that failed, after trying the rest. */
  tick(): Promise<void> {
    return this.#ticks.run(() => this.#tick());
  }

  /** Does the daily duties, if they are due, and nothing else: which checkpoints there are then follows from the days alone. */
  daily(): Promise<void> {
    return this.#ticks.run(() => this.#options.duties.tick(this.#options.now()));
  }

  /**
   * Ends it. Each log that this instance signs is signed once more, if it has something new: nothing lies unsigned while nobody is
   * there. What fails is written to the log, and keeps nothing from being closed.
   */
  async close(): Promise<void> {
    this.#stopped$.next();
    const signal = AbortSignal.timeout(PATIENCE_AT_THE_END_MS);
    await this.#ticks.run(async () => {
      await this.#signWhatIsNew([], signal);
      await this.#askOthers([]);
    });
  }

  async #tick(): Promise<void> {
    const { logs, duties, now } = this.#options;
    const failures: unknown[] = [];
    for (const log of logs) await this.#attempt(() => this.#takeOver(log), failures);
    await this.#attempt(() => duties.tick(now()), failures);
    await this.#signWhatIsNew(failures);
    await this.#askOthers(failures);
    if (failures.length > 0) throw failures[0];
  }

  async #signWhatIsNew(failures: unknown[], signal?: AbortSignal): Promise<void> {
    for (const log of this.#options.logs) await this.#attempt(() => log.signWhatIsNew(signal), failures);
  }

  async #askOthers(failures: unknown[]): Promise<void> {
    for (const ask of this.#options.hands ?? []) await this.#attempt(ask, failures);
  }

  /** An instance that takes over signs at once, as nobody knows what the other has left undone. */
  async #takeOver(log: CheckpointSigning): Promise<void> {
    if (!log.takeOver()) return;
    this.#options.log.info({ origin: log.origin }, 'nobody signed this log any more: this instance does from now on');
    await log.sign();
  }

  async #attempt(work: () => Promise<void>, failures: unknown[]): Promise<void> {
    try {
      await work();
    } catch (error) {
      failures.push(error);
      this.#options.log.error({ err: error }, 'a checkpoint or a daily duty is due, and could not be done');
    }
  }
}
