import {
  copyInstallation,
  HEAD_KEY_BYTES,
  installationOf,
  makeInstallationKeys,
  renameInstallation,
} from '@bali/event-store';
import { giveCredentialsTo } from '@bali/identity';
import { acceptLedgerAsFound, type Ambient, type DataDirectory } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { OperationRefused } from '../operation-refused.js';
import { ChecksummedDirectory } from './back-up-directory.js';

/**
 * A copy to try is never put beside the keys of an installation: it would be served under their names.
 * @throws OperationRefused
 */
export function refuseKeysOfAnother({ keys }: DataDirectory): void {
  if (!existsSync(keys) || readdirSync(keys).length === 0) return;
  throw new OperationRefused(
    `there are keys in ${keys}: a copy to try is restored where there are none, and gets its own`,
  );
}

/**
 * Makes what was restored an installation of its own: another identity, marked as a copy, and other head keys. It gets no signing key,
 * so that it never signs in the name of the trial. Cut off in between, it is opened by nobody: its files and keys do not agree.
 * @param from the directory of copied keys, of which it takes the sealing keys alone. Without it nothing sealed can be read.
 * @returns its identity. @throws OperationRefused
 */
export async function becomeCopyToTry(
  directory: DataDirectory,
  ambient: Ambient,
  from?: string,
): Promise<{ readonly installation: string }> {
  const { keys, installationKeys, ledgers, sealingKeys, credentials } = directory;
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  if (from !== undefined && 'path' in sealingKeys) {
    const name = basename(sealingKeys.path);
    const copied = new ChecksummedDirectory(from);
    if (!copied.files.includes(name))
      throw new OperationRefused(`${join(from, name)} is missing: there are no sealing keys`);
    await copied.copyOut(name, sealingKeys.path);
  }
  const installation = copyInstallation(ambient.newRequestId(), installationOf(ledgers.trial));
  for (const ledger of LEDGERS) renameInstallation(ledgers[ledger], installation);
  if (existsSync(credentials)) giveCredentialsTo(credentials, installation);
  const key = ambient.randomBytes(HEAD_KEY_BYTES, 'head key');
  makeInstallationKeys(installationKeys, { installation, key, now: ambient.now() });
  for (const ledger of LEDGERS) await acceptLedgerAsFound(directory, ledger);
  return { installation };
}
