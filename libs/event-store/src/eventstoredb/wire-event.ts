import { Buffer } from 'node:buffer';
import { NotThisLedger } from '../errors.js';
import type { StoredEvent } from '../event-store.js';

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

export function toWire({ id, type, leaf, stream, revision }: StoredEvent): WireEvent {
  return wireEvent(id, type, leaf, { stream, revision });
}

/** @throws NotThisLedger if this software cannot have written such an event. */
export function fromWire({ id, type, revision: position, data, metadata }: ReadEvent): StoredEvent {
  const { stream, revision } = metadataIn(metadata);
  if (!(data instanceof Uint8Array) || typeof stream !== 'string' || typeof revision !== 'number')
    throw new NotThisLedger("an event of the ledger's stream was not written by this software");
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

function metadataIn(metadata: unknown): { readonly stream?: unknown; readonly revision?: unknown } {
  const read = metadata instanceof Uint8Array ? jsonIn(metadata) : metadata;
  return typeof read === 'object' && read !== null ? read : {};
}

function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
