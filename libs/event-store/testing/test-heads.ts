import { HeadMark, InstallationKeys, type LedgerHeads } from '@bali/event-store';
import { Buffer } from 'node:buffer';

/** The identity of the installation that tests open their ledgers in, where they open no whole installation. */
export const TEST_INSTALLATION = '11111111-2222-4333-8444-555555555555';

/** Keys that are the same in every process. */
export function testInstallationKeys(): InstallationKeys {
  return new InstallationKeys(TEST_INSTALLATION, [{ id: '0123456789abcdef', key: Buffer.alloc(32, 7) }]);
}

/** The same keys, after a new one was put before them, when no ledger had a head yet. */
export function testKeysReplaced(): InstallationKeys {
  const former = { id: '0123456789abcdef', key: Buffer.alloc(32, 7), lastHeads: {} };
  return new InstallationKeys(TEST_INSTALLATION, [{ id: 'fedcba9876543210', key: Buffer.alloc(32, 8) }, former]);
}

/** What a ledger's store needs for its heads: the mark lies beside the ledger's file. */
export function testHeads(path: string, about: Partial<LedgerHeads> = {}): LedgerHeads {
  const mark = new HeadMark(`${path}.mark`);
  return { keys: testInstallationKeys(), mark, ofOlderLedger: { signedLast: undefined }, ...about };
}
