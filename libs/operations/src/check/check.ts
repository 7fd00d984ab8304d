import type { EventStore } from '@bali/event-store';
import type { DataDirectory } from '@bali/installation';
import type { Ledger, VerifierKey } from '@bali/ledger';

/** Something in an installation that is not as it should be. */
export interface Finding {
  /** The file or directory, by its path below the data directory. */
  readonly file: string;
  /** What is wrong. Of the sealed ledger it says neither sizes nor places: operators send findings to others. */
  readonly what: string;
  /** What an operator does about it. */
  readonly wayOut: string;
}

/** What checks look at. */
export interface CheckedInstallation {
  readonly directory: DataDirectory;
  /** The ledgers that are what was written into them, opened to be read only: what else is in the installation is held to them. */
  readonly ledgers: Readonly<Partial<Record<Ledger, EventStore>>>;
  /** The keys that sign each ledger's checkpoints, as far as they are known. */
  readonly keys: Readonly<Partial<Record<Ledger, readonly VerifierKey[]>>>;
  /** Names the logs; see `BALI_LOG_HOST`. */
  readonly logHost: string;
  /** A directory outside of the installation in which scratch files take their space. */
  readonly scratch: string;
}

/** One thing that is looked at. Nothing is changed by it. */
export interface Check {
  /** For people and programs: what is looked at. */
  readonly name: string;
  readonly find: (installation: CheckedInstallation) => Promise<readonly Finding[]>;
}

/** What SQLite or the system says of a file that cannot be read. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
