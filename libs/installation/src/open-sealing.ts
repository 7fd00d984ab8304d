import {
  makeSealingKeysFile,
  openSealedRecord,
  readSealingKeys,
  SealedDataUnreadable,
  SEALING_KEY_BYTES,
  type SealingKeys,
  SealingKeysRefused,
} from '@bali/blinding';
import type { RandomBytes } from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import type { DataDirectory } from './data-directory.js';

/**
 * The sealing keys of an installation, once they have opened the last record of its sealed ledger. An empty installation without
 * keys gets one. If there are records and no keys for them, nothing can be read any more, and nothing is begun.
 * @throws SealingKeysRefused
 */
export async function openSealing(
  { sealingKeys: source }: DataDirectory,
  sealedLedger: EventStore,
  randomBytes: RandomBytes,
): Promise<SealingKeys> {
  const last = await sealedLedger.lastPosition();
  const keys = readSealingKeys(source);
  if (keys !== undefined) {
    await refuseWrongKeys(keys, sealedLedger, last);
    return keys;
  }
  const where = 'path' in source ? `at ${source.path}` : 'in the environment';
  if (last >= 0 || !('path' in source)) {
    // The message has no number of records: readers of the server's log may not learn it.
    const and = last < 0 ? '' : ', and the sealed ledger has records';
    const message = `there are no sealing keys ${where}${and}: restore them from where they are kept`;
    throw new SealingKeysRefused('sealing-keys-missing', message);
  }
  makeSealingKeysFile(source.path, randomBytes(SEALING_KEY_BYTES, 'sealing key'));
  const made = readSealingKeys(source);
  if (made === undefined) throw new SealingKeysRefused('sealing-keys-missing', `there are no sealing keys ${where}`);
  return made;
}

async function refuseWrongKeys(keys: SealingKeys, sealedLedger: EventStore, last: number): Promise<void> {
  if (last < 0) return;
  for await (const page of sealedLedger.read(last)) {
    for (const { leaf } of page) {
      try {
        await openSealedRecord(recordOf(leaf), keys);
      } catch (error) {
        if (!(error instanceof SealedDataUnreadable)) throw error;
        const message = `the sealing keys (the current one has the fingerprint ${keys.fingerprint}) do not open the last record of the sealed ledger: ${error.message}`;
        throw new SealingKeysRefused('sealing-keys-wrong', message, { cause: error });
      }
    }
  }
}
