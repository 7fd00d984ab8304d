export { TwoLedgers } from './two-ledgers.js';
