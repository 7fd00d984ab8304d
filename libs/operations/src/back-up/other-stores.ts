import type { DataDirectory } from '@bali/installation';
import { OperationRefused } from '../operation-refused.js';

/** @throws OperationRefused when the ledgers are not files: whatever lies in the data directory then is not the ledgers. */
export function refuseOtherStores({ store: { driver } }: DataDirectory): void {
  if (driver.capabilities.isBackedUpAsFiles) return;
  throw new OperationRefused(
    `only the embedded store is backed up by this command: for ${driver.name} see docs/operations/back-up.md`,
  );
}
