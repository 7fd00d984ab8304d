import { EMBEDDED_STORE, type EventStore } from '@bali/event-store';
import { checkTexts, type OpenSealed } from '@bali/inspection';
import { type DataDirectory, openLedger } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ChecksummedDirectory, ledgerFile } from './back-up-directory.js';
import { openFile } from './summaries.js';
import { openingSealed } from './texts-of-ledgers.js';

/** What was done for the texts of a ledger. */
export interface TextsRestored {
  /** Whether texts were missing or altered. */
  readonly wasDamaged: boolean;
  /** Whether some still are: the back-up does not have them either. */
  readonly isDamaged: boolean;
}

/**
 * Puts free texts that are missing or altered back from a back-up, also while the APIs run. Nothing else of it is taken, and it need
 * not be believed: each text is verified against the hash that stands in its event. What was redacted stays erased.
 * @throws OperationRefused where it is no back-up; NotThisLedger, StoreUnavailable
 */
export async function restoreTexts(
  from: string,
  directory: DataDirectory,
): Promise<Readonly<Record<Ledger, TextsRestored>>> {
  const backUp = new ChecksummedDirectory(from);
  const openSealed = openingSealed(directory);
  mkdirSync(directory.path, { recursive: true, mode: 0o700 });
  // To open a ledger's file leaves files beside it: the back-up is only read.
  const scratch = mkdtempSync(join(directory.path, 'restoring-texts-'));
  try {
    const restored: Partial<Record<Ledger, TextsRestored>> = {};
    for (const ledger of LEDGERS) {
      await backUp.copyOut(ledgerFile(ledger), join(scratch, ledgerFile(ledger)));
      const source = await openFile(EMBEDDED_STORE, join(scratch, ledgerFile(ledger)), ledger);
      const target = await openLedger(directory, ledger);
      restored[ledger] = await restoreOne(source, target, openSealed).finally(async () => {
        await source.close();
        await target.close();
      });
    }
    return restored as Record<Ledger, TextsRestored>;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function restoreOne(
  source: EventStore,
  target: EventStore,
  openSealed: OpenSealed | undefined,
): Promise<TextsRestored> {
  const { faulty } = await checkTexts(target, { ...(openSealed && { openSealed }) });
  const found = await source.readTexts(faulty.map(({ hash }) => hash));
  if (found.authentic.size > 0) await target.keepTexts([...found.authentic.values()]);
  return { wasDamaged: faulty.length > 0, isDamaged: faulty.some(({ hash }) => !found.authentic.has(hash)) };
}
