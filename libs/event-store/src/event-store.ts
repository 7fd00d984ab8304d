import type { FreeText, Ledger } from '@bali/ledger';
import type { LedgerHeld } from './errors.js';

/** What a writer expects a stream's last revision to be when there is no such stream yet. */
export const NO_STREAM = -1;

/** An event on its way into a ledger. */
export interface EventToAppend {
  readonly id: string;
  readonly type: string;
  /** The leaf as its writer made it. */
  readonly leaf: Uint8Array;
  /** What is recorded now can be dated later when it gets its place. The leaf of a copy has no such thing, and is stored as it is. */
  readonly dated?: Dated;
}

/** When an event is recorded, and how its leaf is made anew when the ledger's last event is already dated later. */
export interface Dated {
  /** The instant that the leaf holds: the writer's clock, UTC, RFC 3339 with milliseconds. */
  readonly recordedAt: string;
  /** The same instant always gives the same bytes, so that a retry is recognized. */
  readonly leafAt: (recordedAt: string) => Uint8Array;
}

/** Events of one stream that are stored together or not at all. */
export interface Append {
  readonly stream: string;
  /** The revision that the writer decided on (from 0), or {@link NO_STREAM}. Always exact: there is no "any". */
  readonly expectedRevision: number;
  /** At least one. Revisions are consecutive from `expectedRevision + 1`. */
  readonly events: readonly EventToAppend[];
  /** The free texts that these events hold the hashes of: durable no later than the events. */
  readonly texts?: readonly FreeText[];
}

export interface Appended {
  /** The revision of the last event appended. */
  readonly revision: number;
  /** The position of the last event appended. */
  readonly position: number;
}

/** An event in a ledger. */
export interface StoredEvent {
  /** Its place in the ledger, from 0, without gaps: the index of its leaf. */
  readonly position: number;
  readonly stream: string;
  /** Its place in its stream, from 0, without gaps. */
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** The very bytes that were appended. */
  readonly leaf: Uint8Array;
  /** The hash of the leaf, where the store has held the leaf to it: whoever needs it then does not compute it again. */
  readonly leafHash?: Uint8Array;
}

/**
 * Free texts that were found. No store gives out a text that is not the one whose hash it was looked for by: each is verified
 * at every read, so that nobody who reads texts can forget it.
 */
export interface FoundTexts {
  /** By their hashes. */
  readonly authentic: ReadonlyMap<string, FreeText>;
  /** The hashes under which something else is kept than the text that was written. */
  readonly altered: ReadonlySet<string>;
}

/** A signed checkpoint of the ledger's Merkle tree, kept beside it. The store does not look into the note. */
export interface KeptCheckpoint {
  /** The size of its tree: the number of events that it covers, from the first. */
  readonly size: number;
  readonly note: string;
}

/**
 * One ledger's store: append-only, in one order that never changes.
 *
 * Every adapter passes the same contract suite (`testing/`). Positions and revisions start at 0 in each of them.
 */
export interface EventStore {
  readonly ledger: Ledger;

  /**
   * Appends all events of the request, or none. Resolves only when they are durable.
   *
   * Time does not go back in a ledger: an event that is dated before the ledger's last one gets the instant of that one when it
   * gets its place, whichever process wrote the last one. All events of a request get the same instant.
   *
   * Safe to retry: when the very same events already stand where they are to be appended, nothing is written and the
   * answer is the one given the first time. An event that was dated later for its place is the same.
   *
   * @throws RangeError when no store could ever take it (`checkAppend` has the rules).
   * @throws WrongExpectedRevision when the stream has moved on: load it again and decide again. Also when what moved it
   *   on are events of the same ids but with other bytes: an earlier attempt at the same command.
   * @throws EventIdTaken when the revision is right, but an id is in the ledger already, in another place.
   * @throws StoreOverloaded when too many appends are waiting: nothing was written; come back later.
   * @throws LedgerHeld when what is in the ledger is not what was written: nothing was written now.
   * @throws StoreUnavailable when the store cannot be reached or written to; whether it was written may be unknown, so
   *   retry with the same events.
   */
  append(append: Append): Promise<Appended>;

  /** A stream's events in order, from a revision (default: 0). Empty if there is no such stream. */
  readStream(stream: string, fromRevision?: number): Promise<readonly StoredEvent[]>;

  /**
   * The ledger's events in order, from a position (default: 0) to its end as it was when reading began, in pages.
   * @param pageEvents the most events in a page, for a reader that works in small steps. Default: as the store was opened.
   */
  read(fromPosition?: number, pageEvents?: number): AsyncIterable<readonly StoredEvent[]>;

  /** The position of the last event, or -1 in an empty ledger. Sees every append acknowledged before it was called. */
  lastPosition(): Promise<number>;

  /**
   * The ledger's events in order from a position, and then those that come, whoever appends them, each exactly once.
   * Takes no more from the store than the consumer asks for. Ends when the signal is aborted.
   * @throws StoreUnavailable when the store is closed or lost meanwhile: follow again after the last event handled.
   */
  follow(fromPosition: number, signal: AbortSignal): AsyncIterable<readonly StoredEvent[]>;

  /** The free texts of these hashes. A text that was erased, or never was there, is missing from the answer. */
  readTexts(hashes: readonly string[]): Promise<FoundTexts>;

  /**
   * All free texts that there are, in pages and in no particular order: for copying a ledger. One that is kept or
   * erased meanwhile may be there or not.
   */
  allTexts(): AsyncIterable<FoundTexts>;

  /**
   * Looks for each text that was ever kept, where the store knows that apart from the events: each must be there, or have been
   * erased. What is missing keeps nobody from reading the ledger; it is no ledger to copy.
   * @throws NotThisLedger when one is lost
   */
  expectTextsWhole?(): Promise<void>;

  /**
   * Keeps free texts without an event: for copying a ledger, whose texts come before its events. Resolves when
   * they are durable. A text that is there already stays as it is; one that was altered is put right.
   *
   * @throws RangeError when no store could ever take them (the rules for the texts of an append hold).
   * @throws StoreUnavailable as an append does: try again.
   */
  keepTexts(texts: readonly FreeText[]): Promise<void>;

  /** Erases a text and its salt for good, also an altered one. Returns whether it was there. The event that holds its hash stays as it is. */
  eraseText(hash: string): Promise<boolean>;

  /**
   * Keeps a signed checkpoint for good. Resolves when it is durable. The very same one is kept once, however often it
   * comes; several of one size may differ (by their signer).
   *
   * @throws RangeError when no store could ever take it, or when it is of a smaller tree than the one kept last.
   * @throws StoreUnavailable as an append does: try again.
   */
  keepCheckpoint(checkpoint: KeptCheckpoint): Promise<void>;

  /** The checkpoints of a minimum tree size (default: 0), in the order in which they were kept, in pages. */
  readCheckpoints(fromSize?: number): AsyncIterable<readonly KeptCheckpoint[]>;

  /** The checkpoint that was kept last. */
  lastCheckpoint(): Promise<KeptCheckpoint | undefined>;

  /**
   * Why the ledger takes no event, and is read only as far as it is verified: what was found is not what was written. It stays so
   * until the ledger is opened again, after a person has decided. `undefined`: all is well.
   */
  readonly held: LedgerHeld | undefined;

  /** Resolves once the mark of the newest head is on the disk, so that it survives a power cut as well. */
  syncMark(): Promise<void>;

  /** Waits for the appends that are under way, then lets go of everything. Later calls are refused. */
  close(): Promise<void>;
}
