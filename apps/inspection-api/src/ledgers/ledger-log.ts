import type { KeptCheckpoint } from '@bali/event-store';
import type { TileCoordinates, VerifierKey } from '@bali/ledger';

/** A ledger as a transparency log: what the inspection API asks of it. */
export interface LedgerLog {
  readonly origin: string;
  /** How many events are in the tree. */
  readonly size: number;
  /** What verifies its checkpoints, the key that signs now first. */
  verifiers(): readonly VerifierKey[];
  latestCheckpoint(): Promise<KeptCheckpoint | undefined>;
  checkpoints(fromSize?: number): AsyncIterable<readonly KeptCheckpoint[]>;
  /** @throws RangeError when there is no such tile. */
  tile(tile: TileCoordinates): Uint8Array;
  /** @throws RangeError when there are not so many. */
  entries(index: number, width: number): Promise<Uint8Array>;
  /** @throws RangeError */
  rootAt(size: number): Uint8Array;
  /** @throws RangeError */
  inclusionProof(index: number, size: number): readonly Uint8Array[];
  /** @throws RangeError */
  consistencyProof(from: number, to: number): readonly Uint8Array[];
  receipt(index: number, signal: AbortSignal): Promise<string | undefined>;
}
