import {
  demoInstallation,
  HEAD_KEY_BYTES,
  isDemo,
  makeInstallationKeys,
  readInstallationKeys,
} from '@bali/event-store';
import { LEDGERS } from '@bali/ledger';
import { existsSync } from 'node:fs';
import { SYSTEM } from '../ambient.js';
import type { DataDirectory } from '../data-directory.js';
import { headMarkPath } from './key-files.js';

type Place = Pick<DataDirectory, 'installationKeys'>;

/**
 * Makes an installation that is a demo, where there is none yet: its identity says so, in every ledger and every head, for ever.
 * One that is there stays what it is.
 */
export function beDemo(directory: DataDirectory): void {
  const isThere = existsSync(directory.installationKeys) || LEDGERS.some((ledger) => isKnown(directory, ledger));
  if (isThere) return;
  makeInstallationKeys(directory.installationKeys, {
    installation: demoInstallation(SYSTEM.newRequestId()),
    key: SYSTEM.randomBytes(HEAD_KEY_BYTES, 'head key'),
    now: SYSTEM.now(),
  });
}

function isKnown(directory: DataDirectory, ledger: (typeof LEDGERS)[number]): boolean {
  return existsSync(directory.ledgers[ledger]) || existsSync(headMarkPath(directory, ledger));
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);

/** A demo would be served where others reach it. */
class DemoElsewhere extends Error {
  constructor(host: string) {
    super(
      `This installation was made as a demo: its passwords and keys are known to everybody. It is served on 127.0.0.1 alone, ` +
        `and not on ${host}. For a trial, begin with an empty data directory.`,
    );
    this.name = 'DemoElsewhere';
  }
}

/** @throws DemoElsewhere when a demo is to be served on another address than the loopback. */
export function refuseDemoElsewhere({ installationKeys }: Place, host: string): void {
  const keys = existsSync(installationKeys) ? readInstallationKeys(installationKeys) : undefined;
  if (keys !== undefined && isDemo(keys.installation) && !LOOPBACK.has(host)) throw new DemoElsewhere(host);
}
