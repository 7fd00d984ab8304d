import type { Ledger } from '@bali/ledger';
import type { EventStore } from './event-store.js';
import type { LedgerHeads } from './heads/ledger-heads.js';

/** Which ledger is to be opened, and where its store may keep files. */
export interface LedgerPlace {
  readonly trialId: string;
  readonly ledger: Ledger;
  /** The ledger's own file in the data directory, for a store that keeps its ledgers there. */
  readonly file: string;
  /** A directory for copies of ledgers that the store keeps elsewhere. It may be thrown away. */
  readonly copies: string;
  /** What seals the ledger's heads and verifies them; `not-verified` is for a ledger that is read, and compared with something else. */
  readonly heads: LedgerHeads | 'not-verified';
  /** Refuses to write, and to make a ledger that is not there. */
  readonly readOnly?: boolean;
  /** The most events in a page. Default: 500. */
  readonly pageEvents?: number;
  /** How long a call waits for a store elsewhere that is away, such as during an election. Default: 10 s. */
  readonly patienceMs?: number;
  /** Called with each event that others have written beside the ledger's own, once. It is passed over. */
  readonly onForeignEvent?: (found: ForeignEvent) => void;
}

/**
 * Something that this software has not written, in a place where only this software writes. It says nothing of when it came or of
 * what is before it: both would tell of the sealed ledger.
 */
export interface ForeignEvent {
  /** The name of the stream in the store. */
  readonly stream: string;
  readonly why: string;
}

/** What an operator can do with one store and not with another. What every store guarantees is the contract. */
export interface StoreCapabilities {
  /** Each ledger is a file of the data directory: where that file is missing, the ledger was never made. */
  readonly keepsLedgersInDataDirectory: boolean;
  /** Those files are SQLite databases: `bali backup` copies all of them as of one instant. */
  readonly isBackedUpAsFiles: boolean;
}

/** A store as it was named, ready to open ledgers. It holds no password that JSON or `inspect` could show. */
export interface StoreLocation {
  readonly driver: StoreDriver;
  /** The data directory that the text names. Without it, the ledgers are in that of the installation, or in none. */
  readonly dataDirectory?: string;
  /**
   * Opens a ledger, and makes it if it is not there.
   * @throws NotThisLedger when something else is there; StoreUnavailable when it cannot be reached, read or written.
   */
  open(place: LedgerPlace): Promise<EventStore>;
  /**
   * Makes a head for a ledger as it is found, and marks it: for a person's decision, while nobody has the ledger open. A store that
   * keeps copies needs a directory that has none yet: one that is altered, or ahead of the store, must not decide.
   * @throws NotThisLedger when it is not this ledger, has a gap, or an event that nobody can take for ours.
   */
  acceptAsFound(place: LedgerPlace): Promise<void>;
}

/** One kind of store: by which scheme it is named, how its ledgers are opened, and what it can do. */
export interface StoreDriver {
  readonly name: string;
  /** What stands before the first colon of a text that names such a store. */
  readonly schemes: readonly string[];
  readonly capabilities: StoreCapabilities;
  /** How messages, help and documentation describe a text that names such a store. */
  readonly described: {
    /** In a refusal: "must be …". */
    readonly inRefusal: string;
    /** In the reference of the settings. */
    readonly inReference: string;
    /** On the command line, where the text also says in which data directory the ledgers are, if they are in one. */
    readonly onCommandLine: string;
  };
  /** Returns `undefined` if the text names no such store. */
  parse(text: string): StoreLocation | undefined;
}
