import { catchError, concatMap, EMPTY, from, type Observable, Subject, takeUntil } from 'rxjs';
import type { DailyDuties } from './daily-duties.js';
import type { Log, TransparencyLog } from './transparency-log.js';

export interface CheckpointRhythmOptions {
  readonly logs: readonly TransparencyLog[];
  readonly duties: DailyDuties;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Signs checkpoints: of each log that has something new, at every tick; and of all, with the other daily duties, once a
 * day. Where another instance signs, it takes over once that one is gone. One tick ends before the next begins; what fails is told, and tried again at the next.
 */
export class CheckpointRhythm {
  readonly #options: CheckpointRhythmOptions;
  readonly #stopped$ = new Subject<void>();
  #ticking: Promise<void> = Promise.resolve();

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
    return this.#inTurn(() => this.#tick());
  }

  /** Does the daily duties, if they are due, and nothing else: which checkpoints there are then follows from the days alone. */
  daily(): Promise<void> {
    return this.#inTurn(() => this.#options.duties.tick(this.#options.now()));
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const ticked = this.#ticking.then(work);
    this.#ticking = ticked.catch(() => undefined);
    return ticked;
  }

  async close(): Promise<void> {
    this.#stopped$.next();
    await this.#ticking;
  }

  async #tick(): Promise<void> {
    const { logs, duties, now } = this.#options;
    const failures: unknown[] = [];
    for (const log of logs) await this.#attempt(() => this.#takeOver(log), failures);
    await this.#attempt(() => duties.tick(now()), failures);
    for (const log of logs) await this.#attempt(() => signWhatIsNew(log), failures);
    if (failures.length > 0) throw failures[0];
  }

  /** Who takes over signs at once, as nobody knows what the other has left undone. */
  async #takeOver(log: TransparencyLog): Promise<void> {
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

async function signWhatIsNew(log: TransparencyLog): Promise<void> {
  if (!log.canSign) return;
  const latest = await log.latestCheckpoint();
  if (latest === undefined || log.size > latest.size) await log.sign();
}
