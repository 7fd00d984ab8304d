import { NotThisLedger } from '../errors.js';
import { asStoreError, isConflict, kindOf } from './cluster-errors.js';
import type { Cluster, Expected } from './cluster.js';
import type { Patience } from './pacing.js';
import type { ReadEvent, WireEvent } from './wire-event.js';

const PAGE = 256;

/**
 * A stream beside the events of a ledger, which only grows: nothing of it may ever be missing. What is wrong with it is said with
 * its name and without numbers, as readers of the server's log may not learn how much is in the sealed ledger.
 */
export class SideStream {
  readonly name: string;
  readonly #cluster: Cluster;
  readonly #patience: Patience;

  constructor(cluster: Cluster, name: string, patience: Patience) {
    this.#cluster = cluster;
    this.name = name;
    this.#patience = patience;
  }

  /** Its events from a revision on, in pages. @throws NotThisLedger when one is missing; StoreUnavailable. */
  async *pages(from = 0): AsyncGenerator<readonly ReadEvent[], void, undefined> {
    for (let next = from; ; next += PAGE) {
      const page = await this.read(next, PAGE);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
    }
  }

  /** Its events from a revision on, up to a limit. @throws as {@link pages}. */
  async read(from: number, count: number): Promise<readonly ReadEvent[]> {
    const events = await this.#asked(() => this.#cluster.read(this.name, from, count));
    const gap = events.findIndex(({ revision }, index) => revision !== BigInt(from + index));
    if (gap < 0) return events;
    const missing = from + gap === 0 ? 'its beginning is gone there' : 'events are missing in the middle of it';
    throw new NotThisLedger(`the stream ${this.name} is not whole in the cluster: ${missing}. ${WAY_OUT}`);
  }

  /** @throws NotThisLedger unless it has its first event (if it has any), and no fewer events than were counted. */
  async expectAtLeast(count: number): Promise<void> {
    await this.read(0, 1);
    if (count === 0 || (await this.read(count - 1, 1)).length > 0) return;
    throw new NotThisLedger(`the stream ${this.name} has lost its end in the cluster. ${WAY_OUT}`);
  }

  /** @returns the revision of the last event written; `undefined` if the stream is not where it was expected. */
  async append(events: readonly WireEvent[], expected: Expected): Promise<number | undefined> {
    try {
      return await this.#asked(() => this.#cluster.append(this.name, events, expected));
    } catch (error) {
      if (isConflict(error)) return undefined;
      throw error;
    }
  }

  async #asked<Result>(attempt: () => Promise<Result>): Promise<Result> {
    try {
      return await this.#patience.retry(attempt);
    } catch (error) {
      if (isConflict(error)) throw error;
      if (kindOf(error) !== 'stream-deleted') throw asStoreError(error);
      throw streamDeleted(this.name, error);
    }
  }
}

/** What an operator can do when the cluster has lost a part of a ledger. */
export const WAY_OUT =
  'Restore the cluster from a back-up that has all of it, or migrate to an empty cluster from a copy that has';

/** What is said of a stream that was deleted for good: to the server even its settings are gone. */
export function streamDeleted(name: string, cause: unknown): NotThisLedger {
  return new NotThisLedger(`the stream ${name} was deleted in the cluster. ${WAY_OUT}`, { cause });
}
