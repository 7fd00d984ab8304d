/** Work that is done one after another, in the order in which it came, whatever became of the work before it. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Does the work in its turn. @throws what the work throws. */
  run<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Resolves when all work that came before the call has ended. */
  async idle(): Promise<void> {
    await this.#last;
  }
}
