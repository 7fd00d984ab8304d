import { sha256Hex } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { NotThisLedger } from '../errors.js';
import type { StoredEvent } from '../event-store.js';
import type { Kept } from './kept-counts.js';

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

/** @param kept what the streams beside the ledger have at least: for the last event of an append. */
export function toWire({ id, type, leaf, stream, revision }: StoredEvent, kept?: Kept): WireEvent {
  return wireEvent(id, type, leaf, { stream, revision, ...(kept && { kept }) });
}

/** @throws NotThisLedger if this software cannot have written such an event. */
export function fromWire({ id, type, revision: position, data, metadata }: ReadEvent): StoredEvent {
  const { stream, revision } = metadataIn(metadata);
  if (!(data instanceof Uint8Array) || typeof stream !== 'string' || !isCount(revision)) throw foreignToLedger();
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
  const { texts, checkpoints } = (kept ?? {}) as { readonly texts?: unknown; readonly checkpoints?: unknown };
  if (isCount(texts) && isCount(checkpoints)) return { texts, checkpoints };
  throw foreignToLedger();
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
