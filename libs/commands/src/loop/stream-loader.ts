import { type EventStore, NO_STREAM } from '@bali/event-store';
import { type LedgerRecord, recordOf } from '@bali/ledger';
import { LRUCache } from 'lru-cache';

/** How a kind of stream becomes a state. */
export interface StreamKind<State> {
  readonly initial: State;
  readonly evolve: (state: State, record: LedgerRecord) => State;
  /** Opens what is sealed; without it, records are taken as they are. */
  readonly open?: (record: LedgerRecord) => LedgerRecord | Promise<LedgerRecord>;
}

export interface Loaded<State> {
  readonly state: State;
  /** Of the last event, from 0; {@link NO_STREAM} if there is none. */
  readonly revision: number;
}

/** Number of streams whose states are remembered. */
const REMEMBERED = 2_000;

/**
 * Loads streams of one kind. What was read before is remembered, but never trusted to be the end: the store is asked
 * every time for what came after it.
 */
export class StreamLoader<State extends object> {
  readonly #store: EventStore;
  readonly #kind: StreamKind<State>;
  readonly #loaded = new LRUCache<string, Loaded<State>>({ max: REMEMBERED });

  constructor(store: EventStore, kind: StreamKind<State>) {
    this.#store = store;
    this.#kind = kind;
  }

  /** The state of a stream with every event that was acknowledged before. */
  async load(stream: string): Promise<Loaded<State>> {
    const known = this.#loaded.get(stream) ?? { state: this.#kind.initial, revision: NO_STREAM };
    const later = await this.#store.readStream(stream, known.revision + 1);
    if (later.length === 0) return known;
    const { evolve, open } = this.#kind;
    let { state } = known;
    for (const { leaf } of later)
      state = evolve(state, open === undefined ? recordOf(leaf) : await open(recordOf(leaf)));
    const loaded = { state, revision: known.revision + later.length };
    if ((this.#loaded.get(stream)?.revision ?? NO_STREAM) < loaded.revision) this.#loaded.set(stream, loaded);
    return loaded;
  }
}
