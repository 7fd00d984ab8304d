import type { EventStore, StoreLocation } from '@bali/event-store';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { TRIAL } from '@bali/protocol';
import { dirname, join } from 'node:path';
import { type KnownKeys, type LedgerSummary, summarize } from '../checked-tree.js';
import { ledgerFile } from './back-up-directory.js';

/** What the ledgers in a back-up's directory hold, read from these very files. @throws NotThisLedger; as {@link summarize} */
export async function summariesIn(
  directory: string,
  store: StoreLocation,
  keys: Readonly<Partial<Record<Ledger, KnownKeys>>> = {},
): Promise<Record<Ledger, LedgerSummary>> {
  const summaries: Partial<Record<Ledger, LedgerSummary>> = {};
  for (const ledger of LEDGERS) {
    const opened = await openFile(store, join(directory, ledgerFile(ledger)), ledger);
    try {
      summaries[ledger] = await summarize(opened, keys[ledger]);
    } finally {
      await opened.close();
    }
  }
  return summaries as Record<Ledger, LedgerSummary>;
}

/** Opens a ledger's file, wherever it lies, to read it only. @throws NotThisLedger, StoreUnavailable */
export function openFile(store: StoreLocation, file: string, ledger: Ledger): Promise<EventStore> {
  return store.open({ trialId: TRIAL.id, ledger, file, copies: dirname(file), readOnly: true, heads: 'not-verified' });
}
