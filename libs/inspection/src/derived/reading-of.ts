import type { Ledger } from '@bali/ledger';
import { ACCESS_READING } from './access-reading.js';
import type { LedgerReading } from './ledger-reading.js';
import { TRIAL_READING } from './trial-reading.js';

const READINGS: Partial<Record<Ledger, LedgerReading>> = { trial: TRIAL_READING, access: ACCESS_READING };

/** What is to be known of a ledger to make its package and to verify it. @throws Error for one that has none yet. */
export function readingOf(ledger: Ledger): LedgerReading {
  const reading = READINGS[ledger];
  if (reading === undefined) throw new Error(`there is no inspection package of the ledger ${ledger}`);
  return reading;
}
