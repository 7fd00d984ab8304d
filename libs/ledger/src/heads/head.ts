import { toHex } from '../bytes.js';
import { canonicalBytes } from '../canonical-json.js';
import type { Ledger } from '../ledger-record.js';

/**
 * What a ledger is at one moment. Each commit is sealed by the head that it leads to: an HMAC over {@link headBytes}, under a key
 * that is in no database. A person who can write the ledger's file and has no such key can make no head that fits.
 */
export interface Head {
  /** The identity of the installation, a UUID. */
  readonly installation: string;
  readonly ledger: Ledger;
  /** How many events the ledger has. */
  readonly size: number;
  /** The root of the Merkle tree over its leaves (RFC 6962), 32 bytes. */
  readonly root: Uint8Array;
  /** A running hash over the stream, revision, id and type of each event: they lie beside the leaf, and not in the tree. */
  readonly places: Uint8Array;
  /** The HMAC of the head before. Absent in the first. */
  readonly before?: Uint8Array | undefined;
}

/** The bytes of a head that its HMAC is made of: canonical JSON, so that no two heads have the same. */
export function headBytes({ installation, ledger, size, root, places, before }: Head): Uint8Array {
  return canonicalBytes({
    purpose: 'bali-head-v1',
    ...{ installation, ledger, size, root: toHex(root), places: toHex(places) },
    before: before === undefined ? null : toHex(before),
  });
}
