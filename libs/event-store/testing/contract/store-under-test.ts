import { ConnectionString, EventStoreDbEventStore, type EventStore, openSqliteEventStore } from '@bali/event-store';
import type { Ledger } from '@bali/ledger';

interface Described {
  readonly trialId: string;
  readonly ledger: Ledger;
  readonly pageEvents: number;
}

export interface SqliteDescription extends Described {
  readonly kind: 'sqlite';
  readonly path: string;
}

export interface EventStoreDbDescription extends Described {
  readonly kind: 'eventstoredb';
  readonly connectionString: string;
  readonly directory: string;
}

/** What a process needs to open the same store; JSON can hold it. */
export type StoreDescription = SqliteDescription | EventStoreDbDescription;

export function openDescribed(description: StoreDescription): EventStore {
  if (description.kind === 'sqlite') return openSqliteEventStore(description);
  const connection = ConnectionString.parse(description.connectionString);
  if (!connection) throw new Error('the store under test has no good connection string');
  return new EventStoreDbEventStore({ ...description, connection });
}

/** An empty store of an adapter, for one test: however often it is opened, it is the same one. */
export interface StoreUnderTest extends AsyncDisposable {
  readonly description: StoreDescription;
  /** Opens it (again). What was opened is closed when the store under test is disposed of. */
  open(): EventStore;
}

/** Makes an empty store. Its pages are to be small (a handful of events), so that a few events fill several. */
export type StoreFactory = () => StoreUnderTest;
