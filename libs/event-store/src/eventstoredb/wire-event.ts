import { sha256Hex, toHex } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { NotThisLedger } from '../errors.js';
import type { StoredEvent } from '../event-store.js';
import type { StoredHead } from '../heads/ledger-heads.js';
import type { Kept } from './kept-counts.js';

const MAC = /^[0-9a-f]{64}$/;

/** An event on its way to the cluster. Everything in it is bytes already: nothing can fail to serialize in the client. */
export interface WireEvent {
  readonly id: string;
  readonly type: string;
  readonly contentType: 'application/octet-stream';
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

/** An event as the client gives it. */
export interface ReadEvent {
  readonly id: string;
  readonly type: string;
  readonly revision: bigint;
  readonly data: unknown;
  readonly metadata?: unknown;
}

export function wireEvent(id: string, type: string, data: Uint8Array, metadata: object = {}): WireEvent {
  // The client recognizes bytes by their constructor: it would take a Buffer for an object.
  return {
    ...{ id, type, contentType: 'application/octet-stream', data: plainBytes(data) },
    metadata: plainBytes(Buffer.from(JSON.stringify(metadata), 'utf8')),
  };
}

/** What the last event of an append says besides itself. */
export interface Beside {
  /** What the streams beside the ledger have at least. */
  readonly kept: Kept;
  /** Which events the ledger has with this append. */
  readonly head: StoredHead;
}

export function toWire({ id, type, leaf, stream, revision }: StoredEvent): WireEvent {
  return wireEvent(id, type, leaf, { stream, revision });
}

/**
 * The last event of an append. To the cluster it has an id that follows from the head: the cluster takes events of the same ids at
 * the same place for a repeated append, whatever their bytes, and answers as if these had been written. So an append that others
 * made of the same command, or that was made before with another date, is a conflict.
 */
export function toLastWire({ id, type, leaf, stream, revision }: StoredEvent, { kept, head }: Beside): WireEvent {
  const sealed = headOnWire(head);
  return wireEvent(idFrom('append', `${id} ${toHex(head.mac)}`), type, leaf, {
    stream,
    revision,
    id,
    kept,
    head: sealed,
  });
}

/** A head's size is not in it: it is known from where it stands. */
export function headOnWire({ number, key, mac }: StoredHead): object {
  return { number, key, mac: toHex(mac) };
}

/** A head that covers a number of events. @returns `undefined` if it is none. */
export function headFrom(value: unknown, size: number): StoredHead | undefined {
  const { number, key, mac } = (value ?? {}) as { readonly [Member in keyof StoredHead]?: unknown };
  if (!isCount(number) || typeof key !== 'string' || typeof mac !== 'string' || !MAC.test(mac)) return undefined;
  return { number, size, key, mac: Buffer.from(mac, 'hex') };
}

/** The head in an event, which covers all events up to it; `undefined` if it has none. @throws NotThisLedger as {@link fromWire} */
export function headIn({ metadata, revision }: ReadEvent): StoredHead | undefined {
  const { head } = metadataIn(metadata);
  if (head === undefined) return undefined;
  const found = headFrom(head, Number(revision) + 1);
  if (found === undefined) throw foreignToLedger();
  return found;
}

/** @throws NotThisLedger if this software cannot have written such an event. */
export function fromWire({ id: wireId, type, revision: position, data, metadata }: ReadEvent): StoredEvent {
  const { stream, revision, id = wireId } = metadataIn(metadata);
  if (!(data instanceof Uint8Array) || typeof stream !== 'string' || !isCount(revision) || typeof id !== 'string')
    throw foreignToLedger();
  return { position: Number(position), stream, revision, id, type, leaf: data };
}

/** The value of the JSON in an event's bytes, which every event but a ledger's own holds. `undefined` if there is none. */
export function jsonIn(data: unknown): unknown {
  if (!(data instanceof Uint8Array)) return undefined;
  try {
    return JSON.parse(Buffer.from(data).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** What an event says that the streams beside the ledger had, if it says so. @throws NotThisLedger as {@link fromWire} */
export function keptIn({ metadata }: ReadEvent): Partial<Kept> {
  const { kept } = metadataIn(metadata);
  if (kept === undefined) return {};
  const found = keptFrom(kept);
  if (found === undefined) throw foreignToLedger();
  return found;
}

/** @returns `undefined` if it says nothing of the streams beside a ledger. */
export function keptFrom(value: unknown): Kept | undefined {
  const { texts, checkpoints } = (value ?? {}) as { readonly texts?: unknown; readonly checkpoints?: unknown };
  return isCount(texts) && isCount(checkpoints) ? { texts, checkpoints } : undefined;
}

/** The members of an event's metadata, whatever they are; none if it has no JSON object there. */
export function metadataIn(metadata: unknown): Readonly<Record<string, unknown>> {
  const read = metadata instanceof Uint8Array ? jsonIn(metadata) : metadata;
  return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : {};
}

/** The same content always gives the same id, so that the cluster recognizes a repeated append. */
export function idFrom(what: string, content: string): string {
  const hex = sha256Hex(`${what} ${content}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

function foreignToLedger(): NotThisLedger {
  return new NotThisLedger("an event of the ledger's stream was not written by this software");
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
