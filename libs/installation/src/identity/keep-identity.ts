import { makeDurably, NotThisLedger, readInstallationKeys } from '@bali/event-store';
import { existsSync, readFileSync } from 'node:fs';
import type { DataDirectory } from '../data-directory.js';

type Keys = Pick<DataDirectory, 'installationKeys'>;

/**
 * Gives ledgers that are copied to another place the identity and head keys that they have: they stay those of one installation.
 * @throws NotThisLedger when there is another installation at that place.
 */
export function keepIdentity(from: Keys, to: Keys): void {
  const kept = readInstallationKeys(from.installationKeys);
  if (kept === undefined) return;
  if (!existsSync(to.installationKeys)) makeDurably(to.installationKeys, readFileSync(from.installationKeys, 'utf8'));
  const there = readInstallationKeys(to.installationKeys);
  if (there === undefined || there.installation === kept.installation) return;
  throw new NotThisLedger(
    `${to.installationKeys} is of another installation than ${from.installationKeys}: ledgers are copied to a place of their own`,
  );
}
