import type { EventStore } from '@bali/event-store';
import { LogFollower } from './follower/log-follower.js';
import { TileFile } from './follower/tile-file.js';
import type { Log } from './log.js';
import { LogReader } from './reader/log-reader.js';
import { CheckpointSigning, type SigningOptions } from './signer/checkpoint-signing.js';

export interface TransparencyLogOptions extends SigningOptions {
  readonly store: EventStore;
  /** The log's name in its checkpoints: `<host>/<trialId>/<ledger>`. */
  readonly origin: string;
  /** The file of the tiles, which belongs to this log alone until it is closed. Default: they are kept in memory. */
  readonly tiles?: string;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * The Merkle tree over one ledger. Its follower integrates what the store has appended, its reader gives roots and proofs for
 * every size that it has had, and its signing makes checkpoints where this instance is the one that signs.
 */
export class TransparencyLog {
  readonly origin: string;
  readonly follower: LogFollower;
  readonly reader: LogReader;
  readonly signing: CheckpointSigning;
  readonly #tiles: TileFile;
  #closed: Promise<void> | undefined;

  /** @throws LogInUse */
  constructor({ store, origin, tiles: path, now, log, ...signing }: TransparencyLogOptions) {
    const tiles = new TileFile(path, log);
    const follower = new LogFollower({ store, origin, tiles, log });
    const reader = new LogReader({ store, tiles, follower });
    this.origin = origin;
    this.follower = follower;
    this.reader = reader;
    this.signing = new CheckpointSigning({ store, origin, follower, reader, now, log, ...signing });
    this.#tiles = tiles;
  }

  /** Begins to follow, in the background. */
  start(): void {
    this.follower.start();
  }

  /** A receipt of an event: its inclusion proof in a signed checkpoint (C2SP tlog-proof). Undefined if none is signed yet. */
  async receipt(index: number, signal: AbortSignal): Promise<string | undefined> {
    const kept = await this.signing.checkpointFor(index + 1);
    if (kept === undefined) return undefined;
    await this.follower.waitFor(kept.size, signal);
    return this.reader.receipt(index, kept);
  }

  /** Stops after the page under way, and lets go of the tiles and the signer. */
  close(): Promise<void> {
    this.#closed ??= this.#letGo();
    return this.#closed;
  }

  async #letGo(): Promise<void> {
    await Promise.all([this.follower.stop(), this.signing.close()]);
    this.#tiles.close();
  }
}
