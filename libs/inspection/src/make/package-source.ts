import type { SealingKeys } from '@bali/blinding';
import type { EventStore } from '@bali/event-store';
import type { VerifierKey } from '@bali/ledger';
import type { Making } from '../format/manifest.js';
import type { TextAtFault } from '../texts/check-texts.js';

/** What a package is made of. */
export interface PackageSource {
  readonly trialId: string;
  readonly store: Pick<EventStore, 'ledger' | 'read' | 'readTexts'>;
  /** The signed note; its tree size is the package's. */
  readonly checkpoint: string;
  /** Every checkpoint that was signed before, in that order. */
  readonly earlier: AsyncIterable<string> | Iterable<string>;
  /** The one that signs now is the first. */
  readonly keys: readonly VerifierKey[];
  /** Of the sealed ledger, and of no other: with them the key of each single record is disclosed. */
  readonly sealing?: SealingKeys;
}

/** How far a package has come. */
export interface PackageProgress {
  readonly step: 'events' | 'audit-log' | 'zip';
  readonly done: number;
  readonly of: number;
}

export interface PackageOptions<Manifest> extends Making {
  /** A directory, or a file whose name ends with `.zip`: neither may be there. */
  readonly out: string;
  /** Called once the package is complete, and before it is at its place: what it throws keeps it from there. */
  readonly whenComplete?: (manifest: Manifest) => Promise<void>;
  /** Called for each free text that is missing or altered in the store: the package is made all the same. */
  readonly textAtFault?: (text: TextAtFault) => void;
  readonly progress?: (progress: PackageProgress) => void;
  readonly signal?: AbortSignal;
}

/** The events of the ledger are not those of its checkpoint: no package of it would verify. */
export class LedgerDiffersFromCheckpoint extends Error {
  constructor(origin: string, size: number) {
    super(`the ledger has not the ${size} events over which the checkpoint of ${origin} was signed`);
    this.name = 'LedgerDiffersFromCheckpoint';
  }
}
