import type { EventStore } from '@bali/event-store';
import type { ReadinessCheck } from '@bali/http';
import type { Stamping, TransparencyLog, Witnessing } from '@bali/log';

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

/** Whether a quorum of witnesses cosigned within a day, and which checkpoint was the last that it did. It keeps nothing from work. */
export function witnessReadiness(witnessing: Witnessing): ReadinessCheck {
  return {
    name: 'witnesses',
    isAlarm: true,
    isUp: () => witnessing.isUp,
    detail: () => {
      const { last, policy } = witnessing;
      if (policy.asksForNobody) return 'The policy asks for no witness.';
      if (last === undefined) return 'No checkpoint of the trial ledger was cosigned by a quorum of witnesses yet.';
      const at = new Date(last.at * 1000).toISOString();
      return `A quorum of witnesses last cosigned the first ${last.size} events of the trial ledger, at ${at}.`;
    },
  };
}

/** Whether a time stamp authority stamped a checkpoint within a day. It keeps nothing from work. */
export function stampReadiness(stamping: Stamping): ReadinessCheck {
  return { name: 'time-stamps', isAlarm: true, isUp: () => stamping.isUp };
}
