import type { Ledger } from '@bali/ledger';
import { ACCESS_READING } from './access-reading.js';
import type { LedgerReading } from './ledger-reading.js';
import { SEALED_READING } from './sealed-reading.js';
import { TRIAL_READING } from './trial-reading.js';

const READINGS: Readonly<Record<Ledger, LedgerReading>> = {
  trial: TRIAL_READING,
  sealed: SEALED_READING,
  access: ACCESS_READING,
};

/** What is to be known of a ledger to make its package and to verify it. */
export function readingOf(ledger: Ledger): LedgerReading {
  return READINGS[ledger];
}
