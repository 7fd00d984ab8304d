import type { Append, Appended, EventStore, FoundTexts, KeptCheckpoint, StoredEvent } from '@bali/event-store';
import { type Ledger, type LedgerRecord, leafOf } from '@bali/ledger';

/**
 * A ledger in memory whose faults a test can choose: it can lose its end (a restored back-up), lose events in between,
 * or end a subscription. Not for anything else.
 */
export class MemoryEventStore implements EventStore {
  readonly ledger: Ledger = 'trial';
  readonly held = undefined;
  readonly pageSize: number;
  events: StoredEvent[] = [];
  readonly checkpoints: KeptCheckpoint[] = [];
  #wake: () => void = () => undefined;

  constructor(records: readonly LedgerRecord[] = [], pageSize = 3) {
    this.pageSize = pageSize;
    this.add(...records);
  }

  add(...records: readonly LedgerRecord[]): void {
    for (const record of records) {
      const { id, stream, revision, type } = record;
      this.events.push({ position: this.events.length, stream, revision, id, type, leaf: leafOf(record) });
    }
    this.#wake();
  }

  append({ stream, events, expectedRevision }: Append): Promise<Appended> {
    for (const [index, { id, type, leaf }] of events.entries()) {
      const revision = expectedRevision + 1 + index;
      this.events.push({ position: this.events.length, stream, revision, id, type, leaf });
    }
    this.#wake();
    return Promise.resolve({ revision: expectedRevision + events.length, position: this.events.length - 1 });
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly StoredEvent[]> {
    return Promise.resolve(this.events.filter((event) => event.stream === stream && event.revision >= fromRevision));
  }

  async *read(fromPosition = 0, pageSize = this.pageSize): AsyncGenerator<readonly StoredEvent[]> {
    const end = this.events.length;
    for (let start = fromPosition; start < end; start += pageSize) {
      yield await Promise.resolve(this.events.slice(start, Math.min(end, start + pageSize)));
    }
  }

  syncMark(): Promise<void> {
    return Promise.resolve();
  }

  lastPosition(): Promise<number> {
    return Promise.resolve(this.events.length - 1);
  }

  async *follow(fromPosition: number, signal: AbortSignal): AsyncGenerator<readonly StoredEvent[]> {
    let next = fromPosition;
    signal.addEventListener('abort', () => this.#wake());
    while (!signal.aborted) {
      const page = this.events.slice(next, next + this.pageSize);
      next += page.length;
      if (page.length > 0) yield page;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  readTexts(): Promise<FoundTexts> {
    return Promise.resolve({ authentic: new Map(), altered: new Set() });
  }

  async *allTexts(): AsyncGenerator<FoundTexts> {
    // It keeps none.
  }

  keepTexts(): Promise<void> {
    return Promise.resolve();
  }

  eraseText(): Promise<boolean> {
    return Promise.resolve(false);
  }

  keepCheckpoint(checkpoint: KeptCheckpoint): Promise<void> {
    if (!this.checkpoints.some(({ note }) => note === checkpoint.note)) this.checkpoints.push(checkpoint);
    return Promise.resolve();
  }

  async *readCheckpoints(fromSize = 0): AsyncGenerator<readonly KeptCheckpoint[]> {
    yield await Promise.resolve(this.checkpoints.filter(({ size }) => size >= fromSize));
  }

  lastCheckpoint(): Promise<KeptCheckpoint | undefined> {
    return Promise.resolve(this.checkpoints.at(-1));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
