export { type ToldAround, TwoLedgers } from './two-ledgers.js';
