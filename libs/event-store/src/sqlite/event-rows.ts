import type { StoredEvent } from '../event-store.js';

/** Reads the events of a ledger's file. */
export interface EventRows {
  /** The position of the last event, or -1. */
  lastPosition(): number;
  /** The events from a position to another, both included, or as many of the first as a page holds. */
  page(from: number, to: number, maxEvents: number): readonly StoredEvent[];
  stream(stream: string, fromRevision: number): readonly StoredEvent[];
}
