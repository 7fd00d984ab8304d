import type { EventStore } from '@bali/event-store';
import type { ReadinessCheck } from '@bali/http';
import type { TransparencyLog } from '@bali/log';

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

/** Whether every ledger is what was written into it: all together, as the log says to operators which one is held. */
export function headReadiness(...ledgers: readonly EventStore[]): ReadinessCheck {
  return { name: 'ledgers-as-written', isUp: () => ledgers.every(({ held }) => held === undefined) };
}

/** Whether the trees of the ledgers go along with them: all ledgers together, as the log says to operators which one does not. */
export function logReadiness(logs: readonly TransparencyLog[]): ReadinessCheck {
  return {
    name: 'transparency-logs',
    isUp: () => logs.every(({ follower }) => follower.state.phase !== 'failed'),
  };
}

/** Whether the last attempt to sign each ledger succeeded, where this instance signs. */
export function signingReadiness(logs: readonly TransparencyLog[]): ReadinessCheck {
  return { name: 'signing', isUp: () => logs.every(({ signing }) => signing.state.failing === undefined) };
}
