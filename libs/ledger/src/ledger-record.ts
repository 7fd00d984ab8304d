import { v5 as uuidV5 } from 'uuid';
import { UUID_BYTES, uuidBytes } from './bytes.js';
import { canonicalBytes, MAX_LEAF_BYTES, NotCanonical } from './canonical-json.js';
import { cryptography } from './cryptography.js';

/** The ledgers, one for each answer to "who may read this whole?". */
export const LEDGERS = ['trial', 'sealed', 'access'] as const;
export type Ledger = (typeof LEDGERS)[number];

/** Who did it, as it was at that moment: a later change of name or role changes no record (21 CFR 11.10(e)). */
export interface Actor {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly organisation: string;
}

/** What stands around an event: who, when, why, from where, with which software. */
export interface RecordMetadata {
  readonly trialId: string;
  /** The server's clock, UTC, RFC 3339 with milliseconds. A client can never set it. */
  readonly recordedAt: string;
  readonly actor: Actor;
  /** The intent: the same for every attempt at it, so that it can be stored only once. */
  readonly commandId: string;
  /** The request that it came with; also in the answer and in the server's log. */
  readonly correlationId: string;
  /** What caused it: the very message (a command's content), or the event that a process reacted to. */
  readonly causationId: string;
  /** Why, as the hash of a free text that lies beside the ledger. */
  readonly reason?: string;
  /** Why, as a code that everybody may read and count: the text may be withheld, or redacted. */
  readonly reasonCode?: string;
  readonly signature?: RecordSignature;
  readonly source: { readonly client: string; readonly ip: string };
  readonly software: { readonly version: string; readonly commit: string };
}

/** An electronic signature (21 CFR 11.50, 11.70). */
export interface RecordSignature {
  readonly name: string;
  readonly meaning: string;
  readonly signedAt: string;
  readonly contentHash: string;
  readonly method: string;
  /** With the method `passkey`, and with no other. */
  readonly assertion?: PasskeyAssertion;
}

/** What a signer's passkey made (WebAuthn), in whole, so that it can be verified without anything else. Bytes are base64url. */
export interface PasskeyAssertion {
  /** Identifier of the passkey. */
  readonly credential: string;
  /** SubjectPublicKeyInfo (RFC 5280), DER. */
  readonly publicKey: string;
  /** As JOSE names it: `ES256`, `EdDSA` or `RS256`. */
  readonly algorithm: string;
  readonly authenticatorData: string;
  readonly clientDataJSON: string;
  readonly signature: string;
}

/** An event as it is stored, hashed, exported and replayed. There is one form only: its canonical JSON. */
export interface LedgerRecord<Type extends string = string, Data = unknown> {
  /** UUIDv5 of the command and the event's place in it ({@link eventId}). */
  readonly id: string;
  readonly stream: string;
  /** Its place in its stream, from 0. */
  readonly revision: number;
  readonly type: Type;
  readonly schemaVersion: number;
  readonly data: Data;
  readonly metadata: RecordMetadata;
}

/** The identity of the event at a place (from 0) in what a command did: the same command is never stored twice. */
export function eventId(commandId: string, place: number): string {
  return UUID.test(commandId) ? nameBased(commandId, `event:${place}`) : uuidV5(`event:${place}`, commandId);
}

/** Of the versions and the variant that RFC 9562 knows; the library says of all else what is wrong with it. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Used for one identifier after another: an event's place in its command is a short name. */
const named = new Uint8Array(UUID_BYTES + 64);
const nameIn = named.subarray(UUID_BYTES);
const encoder = new TextEncoder();

/** UUIDv5 (RFC 9562, 5.5), as the library makes it of what it takes; a verifier asks for one for every event. */
function nameBased(namespace: string, name: string): string {
  named.set(uuidBytes(namespace));
  const { written } = encoder.encodeInto(name, nameIn);
  const hex = cryptography().sha1Hex(named.subarray(0, UUID_BYTES + written));
  const variant = ((Number.parseInt(hex.charAt(16), 16) & 0x3) | 0x8).toString(16);
  const groups = [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return `${groups.join('-')}-${hex.slice(20, 32)}`;
}

/**
 * The bytes of a leaf. They are made once, here, and stored as they are.
 * @throws NotCanonical if the record has no canonical form or is larger than {@link MAX_LEAF_BYTES}.
 */
export function leafOf(record: LedgerRecord): Uint8Array<ArrayBuffer> {
  const leaf = canonicalBytes(record);
  if (leaf.byteLength > MAX_LEAF_BYTES) throw new NotCanonical('', `is larger than ${MAX_LEAF_BYTES} bytes`);
  return leaf;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The record that a leaf holds. */
export function recordOf(leaf: Uint8Array): LedgerRecord {
  return JSON.parse(decoder.decode(leaf)) as LedgerRecord;
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** True for an instant in the one form in which this software records it: of two, the later one is the greater text. */
export function isInstant(text: unknown): text is string {
  return typeof text === 'string' && INSTANT.test(text);
}

/** The instant at which a leaf was recorded. `undefined` if it is no record, or says no instant in our form. */
export function recordedAtOf(leaf: Uint8Array): string | undefined {
  try {
    const { recordedAt } = recordOf(leaf).metadata;
    return isInstant(recordedAt) ? recordedAt : undefined;
  } catch {
    return undefined;
  }
}
