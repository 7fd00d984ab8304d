import type { EventStore } from '@bali/event-store';
import { type DataDirectory, signerFiles } from '@bali/installation';
import type { Ledger } from '@bali/ledger';
import { type Log, readSigningKeys, TransparencyLog } from '@bali/log';
import { join } from 'node:path';
import type { LedgerLog } from './ledger-log.js';

export interface FollowedLogOptions {
  readonly directory: DataDirectory;
  readonly ledger: Ledger;
  readonly origin: string;
  readonly store: EventStore;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Follows a ledger with a tree of its own, and never signs: whoever signs may be another process. Of the signing keys only
 * the public parts are looked at.
 */
export function openFollowedLog(options: FollowedLogOptions): LedgerLog & { close(): Promise<void> } {
  const { directory, ledger, origin, store, now, log } = options;
  const tiles = join(directory.path, `inspection-log-${ledger}.db`);
  const followed = new TransparencyLog({ store, origin, tiles, now, log });
  const { reader } = followed;
  followed.start();
  return {
    origin,
    get size() {
      return followed.follower.size;
    },
    verifiers: () => readSigningKeys(signerFiles(directory, ledger).keys, origin)?.verifiers ?? [],
    latestCheckpoint: () => reader.latestCheckpoint(),
    checkpoints: (fromSize) => reader.checkpoints(fromSize),
    tile: (tile) => reader.tile(tile),
    entries: (index, width) => reader.entries(index, width),
    rootAt: (size) => reader.rootAt(size),
    inclusionProof: (index, size) => reader.inclusionProof(index, size),
    consistencyProof: (from, to) => reader.consistencyProof(from, to),
    receipt: (index, signal) => followed.receipt(index, signal),
    close: () => followed.close(),
  };
}
