import type { EventStore } from '@bali/event-store';
import type { ReadinessCheck } from '@bali/http';

/**
 * Whether the ledgers can be reached, and are those that were opened. A projection that follows a cluster which is away waits
 * silently until it is back, so this check asks the store for its end, as every command does.
 */
export function storeReadiness(...ledgers: readonly EventStore[]): ReadinessCheck {
  const isUp = async (): Promise<boolean> => {
    await Promise.all(ledgers.map((ledger) => ledger.lastPosition()));
    return true;
  };
  return { name: 'store', isUp };
}
