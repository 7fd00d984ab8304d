import { HEAD_KEY_BYTES, HeadMark, rotateHeadKey } from '@bali/event-store';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { lockPath } from '@bali/log';
import type { Ambient } from '../ambient.js';
import type { DataDirectory } from '../data-directory.js';
import { tileFiles } from '../open-transparency-logs.js';
import { headMarkPath } from './key-files.js';

/**
 * Puts a new head key before the one that seals. The former one verifies the heads that it has sealed up to now, and no others: so
 * nobody may write to a ledger meanwhile. What the former key sealed beside the ledgers counts as absent afterwards, without an
 * alarm: sessions that began more than half an hour ago end, and a one-time code is waited for.
 * @throws LogInUse while a server is at work on the installation; InstallationKeysRefused
 */
export function replaceHeadKey(directory: DataDirectory, { now, randomBytes }: Ambient): void {
  const locks = LEDGERS.flatMap((ledger) => tileFiles(directory, ledger)).map((path) => lockPath(path));
  try {
    const lastHeads = Object.fromEntries(LEDGERS.map((ledger) => [ledger, newestHead(directory, ledger)]));
    rotateHeadKey(directory.installationKeys, randomBytes(HEAD_KEY_BYTES, 'head key'), lastHeads, now());
  } finally {
    for (const lock of locks) lock[Symbol.dispose]();
  }
}

function newestHead(directory: DataDirectory, ledger: Ledger): number {
  const mark = new HeadMark(headMarkPath(directory, ledger)).read();
  return mark === undefined || mark === 'unreadable' ? -1 : mark.number;
}
