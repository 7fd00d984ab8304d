import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { compareInstants, type Instant } from '@bali/protocol';
import { stateDigest } from './state-digest.js';
import { type State, StateInMemory } from './state-fold.js';

/** What a replay reads: a ledger's store, or anything else that has its events. */
export type EventsInOrder = Pick<EventStore, 'read' | 'lastPosition'>;

export interface Replayed {
  /** The last position that the state includes; -1 before the first event. */
  readonly position: number;
  readonly recordedAt?: string;
  readonly state: State;
  /** See {@link stateDigest}. */
  readonly digest: string;
}

export interface ReplayLimit {
  /** The state after the event at this position. */
  readonly position?: number;
  /** The state at this moment: before the first event that was recorded after it. */
  readonly instant?: Instant;
}

/**
 * The state as it was, folded from the ledger's first event. It is held in memory as a whole.
 * @param to both limits hold where both are given; the whole ledger where none is.
 */
export async function replay(store: EventsInOrder, to: ReplayLimit = {}): Promise<Replayed> {
  const last = await lastWithin(store, to);
  const fold = new StateInMemory();
  let recordedAt: string | undefined;
  if (last < 0) return replayed(-1, undefined, fold.state());
  for await (const page of store.read()) {
    for (const { position, leaf } of page) {
      if (position > last) return replayed(last, recordedAt, fold.state());
      const record = recordOf(leaf);
      fold.apply(record);
      ({ recordedAt } = record.metadata);
    }
  }
  return replayed(last, recordedAt, fold.state());
}

function replayed(position: number, recordedAt: string | undefined, state: State): Replayed {
  return { position, ...(recordedAt === undefined ? {} : { recordedAt }), state, digest: stateDigest(state) };
}

/** In an older ledger the clock may have been set back: what stands after a later event came later, whatever its time says. */
async function lastWithin(store: EventsInOrder, { position, instant }: ReplayLimit): Promise<number> {
  const end = Math.min(position ?? Number.POSITIVE_INFINITY, await store.lastPosition());
  if (instant === undefined) return end;
  for await (const page of store.read()) {
    for (const event of page) {
      if (event.position > end) return end;
      if (compareInstants(recordOf(event.leaf).metadata.recordedAt, instant) > 0) return event.position - 1;
    }
  }
  return end;
}
