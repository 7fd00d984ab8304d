import type { ForeignEvent } from '../store-driver.js';

export type OnForeignEvent = (found: ForeignEvent) => void;

/**
 * Events in the streams beside a ledger that others have written. They are passed over, and each is reported once, however often
 * its stream is read.
 */
export class ForeignEvents {
  readonly #reported = new Set<string>();
  readonly #onForeignEvent: OnForeignEvent;

  constructor(onForeignEvent: OnForeignEvent = () => undefined) {
    this.#onForeignEvent = onForeignEvent;
  }

  report(stream: string, revision: bigint, why: string): void {
    const place = `${stream}@${revision}`;
    if (this.#reported.has(place)) return;
    this.#reported.add(place);
    this.#onForeignEvent({ stream, why });
  }
}
