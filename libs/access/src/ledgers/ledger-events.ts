import type { EventOf } from '@bali/schema';
import { LedgerAccepted } from './ledger-accepted.js';

/** What an operator decided about a ledger. */
export const LEDGER_EVENTS = { LedgerAccepted } as const;

export type LedgerDecisionEvent = EventOf<(typeof LEDGER_EVENTS)[keyof typeof LEDGER_EVENTS]>;

export const LEDGERS_STREAM = 'ledgers';
