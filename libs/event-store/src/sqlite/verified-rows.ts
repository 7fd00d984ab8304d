import type { StoredEvent } from '../event-store.js';
import type { EventRows } from './event-rows.js';
import type { HeadedRows, HeadVerification } from './head-verification.js';

/**
 * Reads the events that are believed, and no others. Each is compared with what was verified, so that an event which was altered
 * since, or is missing from its stream, holds the ledger and is never returned.
 */
export class VerifiedRows implements EventRows {
  readonly #found: HeadedRows;
  readonly #verification: HeadVerification;
  #version: number | undefined;

  constructor(found: HeadedRows, verification: HeadVerification) {
    this.#found = found;
    this.#verification = verification;
  }

  lastPosition(): number {
    this.#refresh();
    return this.#verification.events.size - 1;
  }

  /** @throws LedgerHeld when one of the events is not what it was. */
  page(from: number, to: number, maxEvents: number): readonly StoredEvent[] {
    this.#refresh();
    const { events } = this.#verification;
    const page = this.#found.rows.page(from, Math.min(to, events.size - 1), maxEvents);
    const isWhole = page.length > 0 || from > to || from >= events.size;
    if (isWhole && page.every((event, index) => event.position === from + index && events.isBelieved(event)))
      return page.map((event) => this.#verified(event));
    throw this.#verification.hold('event-altered');
  }

  /** @throws LedgerHeld when one of the events is not what it was, or is missing. */
  stream(stream: string, fromRevision: number): readonly StoredEvent[] {
    this.#refresh();
    const { events } = this.#verification;
    const found = this.#found.rows.stream(stream, fromRevision).filter(({ position }) => position < events.size);
    const count = Math.max(0, (events.lastRevision(stream) ?? -1) - fromRevision + 1);
    const isInPlace = (event: StoredEvent, index: number) =>
      event.revision === fromRevision + index && event.stream === stream && events.isBelieved(event);
    if (found.length === count && found.every(isInPlace)) return found.map((event) => this.#verified(event));
    throw this.#verification.hold('event-altered');
  }

  #verified(event: StoredEvent): StoredEvent {
    return { ...event, leafHash: this.#verification.events.leafHashAt(event.position) };
  }

  #refresh(): void {
    const version = this.#found.rows.dataVersion();
    if (version === this.#version) return;
    this.#verification.refresh(this.#found);
    this.#version = version;
  }
}
