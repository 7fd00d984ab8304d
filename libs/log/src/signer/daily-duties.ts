/** Something that is done once a day, whatever happened. It must do no harm when it is done again on the same day. */
export interface DailyDuty {
  readonly name: string;
  /** @param day the day in UTC, such as 2011-03-02. */
  perform(day: string): Promise<void>;
}

const DAY_MS = 86_400_000;

/**
 * What is done daily at a fixed time (UTC), in a fixed order: signing the checkpoints of the sealed and the access ledger, anchoring
 * both in the trial's, signing that. Time is handed in, so that a whole history can be played day by day.
 */
export class DailyDuties {
  readonly #duties: readonly DailyDuty[];
  /** Milliseconds after midnight. */
  readonly #at: number;
  #done: string | undefined;

  constructor(duties: readonly DailyDuty[], timeOfDay: { readonly hour: number; readonly minute: number }) {
    this.#duties = duties;
    this.#at = (timeOfDay.hour * 60 + timeOfDay.minute) * 60_000;
  }

  /**
   * Does what is due at this moment: nothing, when the duties of the day have been done. After a start they are done once,
   * for the last time of day that has passed. Days on which no instance ran are left out.
   */
  async tick(now: Date): Promise<void> {
    const day = new Date(now.getTime() - this.#at).toISOString().slice(0, 10);
    if (day === this.#done) return;
    for (const duty of this.#duties) await duty.perform(day);
    this.#done = day;
  }

  /** When they are due next. */
  nextAfter(now: Date): Date {
    return new Date(Math.floor((now.getTime() - this.#at) / DAY_MS + 1) * DAY_MS + this.#at);
  }
}
