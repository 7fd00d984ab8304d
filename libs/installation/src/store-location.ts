import { ConnectionString } from '@bali/event-store';
import type { VariableRule } from '@bali/http';

/** Which event store holds the ledgers of an installation. Tells no password, however it is printed. */
export type StoreLocation =
  { readonly kind: 'sqlite' } | { readonly kind: 'eventstoredb'; readonly connection: ConnectionString };

/** A file for each ledger, in the data directory. */
export const EMBEDDED_STORE: StoreLocation = { kind: 'sqlite' };

/** `sqlite:`, or the connection string of an EventStoreDB cluster; `undefined` if it is neither. */
export function storeLocationIn(text: string): StoreLocation | undefined {
  if (text === 'sqlite:') return EMBEDDED_STORE;
  const connection = ConnectionString.parse(text);
  return connection && { kind: 'eventstoredb', connection };
}

/** @internal The rule of `BALI_STORE`. */
export function storeLocation(): VariableRule<StoreLocation> {
  return { message: 'must be `sqlite:`, or a connection string of EventStoreDB', read: storeLocationIn };
}
