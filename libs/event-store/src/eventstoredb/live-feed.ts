import type { ResolvedEvent } from '@eventstore/db-client';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { CatchUp } from './catch-up.js';
import type { Cluster } from './cluster.js';
import type { LedgerReplica } from './ledger-replica.js';
import { backOffMs, type Pacing } from './pacing.js';
import type { ReadEvent } from './wire-event.js';

/** How many events may have arrived and not be taken in yet; what is more stays in the cluster. */
const MAX_BUFFERED = 256;

export interface LiveFeedOptions {
  readonly cluster: Cluster;
  readonly stream: string;
  readonly replica: LedgerReplica;
  readonly catchUp: CatchUp;
  readonly pacing: Pacing;
  /** After this time without an event, the cluster is asked whether there is one. */
  readonly idleLimitMs: number;
}

type Subscription = ReturnType<Cluster['subscribe']>;

/**
 * Brings what others append into the replica while somebody follows. A subscription that fails, that the server ends, or
 * that is silent although there is an event, is taken up again after the last event taken in.
 */
export class LiveFeed {
  readonly #options: LiveFeedOptions;
  readonly #closed = new AbortController();
  #followers = 0;
  #stop: AbortController | undefined;
  #running: Promise<void> | undefined;

  constructor(options: LiveFeedOptions) {
    this.#options = options;
  }

  /** Runs until it is released as often as it was acquired. */
  acquire(): void {
    this.#followers += 1;
    if (this.#stop !== undefined || this.#closed.signal.aborted) return;
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, this.#closed.signal]);
    this.#stop = stop;
    const before = this.#running;
    this.#running = (async () => {
      await before;
      await this.#run(signal);
    })();
  }

  release(): void {
    this.#followers -= 1;
    if (this.#followers > 0) return;
    this.#stop?.abort();
    this.#stop = undefined;
  }

  async close(): Promise<void> {
    this.#closed.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { pacing } = this.#options;
    for (let failures = 0; !isOver(signal);) {
      const before = this.#options.replica.lastPosition();
      try {
        await this.#options.catchUp.fresh();
        if (!isOver(signal)) await this.#takeAll(signal);
      } catch {
        // Calls fail meanwhile, and say why. Followers wait until the cluster is back.
      }
      failures = this.#options.replica.lastPosition() > before ? 0 : failures + 1;
      await pacing.pause(backOffMs(failures, pacing.random()), signal);
    }
  }

  /** Returns or throws when the subscription is over. */
  async #takeAll(signal: AbortSignal): Promise<void> {
    const { cluster, stream, replica, catchUp } = this.#options;
    const subscription = cluster.subscribe(stream, replica.lastPosition(), MAX_BUFFERED);
    const end = () => subscription.destroy();
    const watchdog = this.#watch(subscription);
    signal.addEventListener('abort', end);
    let left: readonly ReadEvent[] = [];
    try {
      for await (const { event } of subscription) {
        if (isOver(signal)) return;
        if (event) left = await catchUp.take([...left, event, ...bufferedIn(subscription)]);
        watchdog.heard();
        await nextTurn();
      }
    } finally {
      watchdog.stop();
      signal.removeEventListener('abort', end);
      // Leaving the loop alone would leave the call open on the server.
      subscription.unsubscribe().catch(() => undefined);
    }
  }

  /** Ends a subscription that is silent although there is an event, or while the cluster cannot say whether there is one. */
  #watch(subscription: Subscription) {
    const { catchUp, replica, idleLimitMs } = this.#options;
    let isHeard = true;
    const isOverdue = () => !isHeard;
    const look = async () => {
      if (!isOverdue()) {
        isHeard = false;
        return;
      }
      const before = replica.lastPosition();
      try {
        await catchUp.fresh();
        if (replica.lastPosition() > before && isOverdue()) subscription.destroy();
      } catch {
        subscription.destroy();
      }
    };
    const timer = setInterval(() => void look(), idleLimitMs);
    return { heard: () => (isHeard = true), stop: () => clearInterval(timer) };
  }
}

function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** What has arrived already, so that it is taken in together. */
function bufferedIn(subscription: Subscription): readonly ReadEvent[] {
  const events: ReadEvent[] = [];
  const next = () => subscription.read() as ResolvedEvent | null;
  for (let read = next(); read !== null; read = next()) if (read.event) events.push(read.event);
  return events;
}
