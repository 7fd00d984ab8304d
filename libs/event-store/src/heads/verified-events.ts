import {
  concatBytes,
  equalBytes,
  type Head,
  HASH_BYTES,
  type Ledger,
  leafHash,
  MerkleTree,
  sha256,
  utf8,
} from '@bali/ledger';
import type { StoredEvent } from '../event-store.js';
import { GrowingBytes } from './growing-bytes.js';
import type { HeadSeal, InstallationKeys } from './installation-keys.js';
import type { StoredHead } from './ledger-heads.js';

/** The running hash over no event: 32 zeros. */
const NO_PLACES = new Uint8Array(HASH_BYTES);
/** What is kept of the hash of a place: nobody finds another place with the same 128 bits. */
const PLACE_BYTES = 16;

/**
 * Number of events whose bytes are remembered when they are added. What follows the ledger reads them a moment later, and comparing
 * bytes takes a tenth of the time of hashing them.
 */
const REMEMBERED = 512;
/** A longer leaf is not remembered: all together take 8 MiB at most. */
const LONGEST_REMEMBERED_BYTES = 16 * 1024;

/** What some number of events from the first come to. */
interface Extent {
  readonly tree: MerkleTree;
  readonly places: Uint8Array;
}

/**
 * The events of a ledger that a genuine head covers, as they were when it was verified: the hash of each leaf, and where each
 * stands. It takes 48 bytes an event, so that every event that is read later is compared with what was verified.
 *
 * Events are added first, and believed once a head was found, or made, that fits them.
 */
export class VerifiedEvents {
  readonly #keys: InstallationKeys;
  readonly #ledger: Ledger;
  readonly #hashes = new GrowingBytes(HASH_BYTES);
  readonly #places = new GrowingBytes(PLACE_BYTES);
  readonly #lastRevisions = new Map<string, number>();
  /** Of the streams that were added to, and are not yet believed. */
  readonly #addedRevisions = new Map<string, number>();
  /** The events that were added last, each at its position modulo {@link REMEMBERED}. */
  readonly #remembered: StoredEvent[] = [];
  #believed: Extent = { tree: new MerkleTree(), places: NO_PLACES };
  #added: Extent = { tree: new MerkleTree(), places: NO_PLACES };
  #head: StoredHead | undefined;

  constructor(keys: InstallationKeys, ledger: Ledger) {
    this.#keys = keys;
    this.#ledger = ledger;
  }

  /** How many events are believed. */
  get size(): number {
    return this.#believed.tree.size;
  }

  /** How many there are with those that were added, and not yet believed. */
  get sizeWithAdded(): number {
    return this.#added.tree.size;
  }

  /** The head that covers the events that are believed; `undefined` as long as nothing was ever committed. */
  get head(): StoredHead | undefined {
    return this.#head;
  }

  /** The root over all events, those that were added included. */
  rootWithAdded(): Uint8Array {
    return this.#added.tree.root();
  }

  add(events: readonly StoredEvent[]): void {
    let { places } = this.#added;
    for (const event of events) {
      const hash = leafHash(event.leaf);
      const place = placeHash(event);
      this.#added.tree.appendHash(hash);
      places = sha256(concatBytes([places, place]));
      this.#hashes.add().set(hash);
      this.#places.add().set(place.subarray(0, PLACE_BYTES));
      this.#addedRevisions.set(event.stream, event.revision);
      if (event.leaf.byteLength <= LONGEST_REMEMBERED_BYTES) this.#remembered[event.position % REMEMBERED] = event;
    }
    this.#added = { tree: this.#added.tree, places };
  }

  /** Seals all events, those that were added included. @param before the HMAC of the head before. */
  seal(before: Uint8Array | undefined): HeadSeal {
    return this.#keys.seal(this.#content(before));
  }

  /** Whether a head was made for exactly these events, those that were added included. @param before see {@link seal} */
  isSealedBy(head: StoredHead, before: Uint8Array | undefined): boolean {
    return head.size === this.sizeWithAdded && this.#keys.isGenuine(this.#content(before), head);
  }

  /** Believes all events that were added. */
  believe(head: StoredHead): void {
    for (const [stream, revision] of this.#addedRevisions) this.#lastRevisions.set(stream, revision);
    this.#addedRevisions.clear();
    this.#believed = { tree: this.#added.tree.copy(), places: this.#added.places };
    this.#head = head;
  }

  /** Forgets the events that were added and are not believed. */
  forgetAdded(): void {
    this.#added = { tree: this.#believed.tree.copy(), places: this.#believed.places };
    this.#hashes.keep(this.size);
    this.#places.keep(this.size);
    this.#addedRevisions.clear();
  }

  /** Whether an event that was read is the one that is believed at its position. */
  isBelieved(event: StoredEvent): boolean {
    const { position, leaf } = event;
    if (position >= this.size) return false;
    const remembered = this.#remembered[position % REMEMBERED];
    if (remembered?.position === position && isSame(remembered, event)) return true;
    const place = placeHash(event).subarray(0, PLACE_BYTES);
    return equalBytes(place, this.#places.row(position)) && equalBytes(leafHash(leaf), this.#hashes.row(position));
  }

  /** The hash of the leaf at a position that is believed. */
  leafHashAt(position: number): Uint8Array {
    return this.#hashes.row(position);
  }

  /** The last believed revision of a stream; `undefined` if there is no such stream. */
  lastRevision(stream: string): number | undefined {
    return this.#lastRevisions.get(stream);
  }

  /** The last revision of a stream, events that were added included; -1 if there is no such stream. */
  lastAdded(stream: string): number {
    return this.#addedRevisions.get(stream) ?? this.#lastRevisions.get(stream) ?? -1;
  }

  #content(before: Uint8Array | undefined): Head {
    const { tree, places } = this.#added;
    const { installation } = this.#keys;
    return { installation, ledger: this.#ledger, size: tree.size, root: tree.root(), places, before };
  }
}

function isSame(one: StoredEvent, other: StoredEvent): boolean {
  return (
    one.stream === other.stream &&
    one.revision === other.revision &&
    one.id === other.id &&
    one.type === other.type &&
    equalBytes(one.leaf, other.leaf)
  );
}

/** A line break stands in none of the four. */
function placeHash({ stream, revision, id, type }: StoredEvent): Uint8Array {
  return sha256(utf8(`${stream}\n${revision}\n${id}\n${type}\n`));
}
