import { type LedgerHeld, readInstallationKeys } from '@bali/event-store';
import { type DataDirectory, openLedgerToRead, wasNeverMade } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';

/** A ledger that is held, and why. */
export interface Held {
  readonly ledger: Ledger;
  readonly why: LedgerHeld['why'];
}

/**
 * The ledgers of an installation that are not what was written into them. Without the keys of the installation that is not known, and
 * none is named.
 */
export async function heldLedgers(directory: DataDirectory): Promise<readonly Held[]> {
  if (readInstallationKeys(directory.installationKeys) === undefined) return [];
  const found: Held[] = [];
  for (const ledger of LEDGERS) {
    if (wasNeverMade(directory, ledger)) continue;
    const store = await openLedgerToRead(directory, ledger);
    await store.close();
    if (store.held !== undefined) found.push({ ledger, why: store.held.why });
  }
  return found;
}
