import { type EventStore, openSqliteEventStore } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';

/** What a process needs to open the same store; JSON can hold it. */
export interface StoreDescription {
  readonly path: string;
  readonly trialId: string;
  readonly ledger: Ledger;
  readonly pageEvents: number;
}

export function openDescribed(description: StoreDescription): EventStore {
  return openSqliteEventStore(description);
}

/** An empty store of an adapter, for one test: however often it is opened, it is the same one. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly description: StoreDescription;
  /** Opens it (again). What was opened is closed when the store under test is disposed of. */
  open(): EventStore;
}

/** Makes an empty store. Its pages are to be small (a handful of events), so that a few events fill several. */
export type StoreFactory = () => StoreUnderTest;
