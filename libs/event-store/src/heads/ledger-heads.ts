import type { TreeHead } from '@bali/ledger';
import type { LedgerHeld } from '../errors.js';
import type { HeadMark } from './head-mark.js';
import type { InstallationKeys } from './installation-keys.js';

/** What a ledger's store needs to seal its heads, and to believe those that it finds. */
export interface LedgerHeads {
  readonly keys: InstallationKeys;
  readonly mark: HeadMark;
  /**
   * What becomes of a ledger that was written before there were heads. `refused`: it is not opened, which is right once the
   * installation's ledgers have heads. Otherwise it gets its first head, if its tree begins with the one that was signed last.
   */
  readonly ofOlderLedger: 'refused' | { readonly signedLast: TreeHead | undefined };
  /** Called once when the ledger is held, with the reason. */
  readonly onHeld?: (held: LedgerHeld) => void;
}

/** A head as it lies in a ledger. */
export interface StoredHead {
  /** From 0; each is greater than the one before. */
  readonly number: number;
  /** How many events the ledger had. */
  readonly size: number;
  /** The identifier of the key that sealed it. */
  readonly key: string;
  readonly mac: Uint8Array;
}
