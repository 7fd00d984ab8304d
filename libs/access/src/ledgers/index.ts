export { LEDGER_EVENTS, type LedgerDecisionEvent, LEDGERS_STREAM } from './ledger-events.js';
