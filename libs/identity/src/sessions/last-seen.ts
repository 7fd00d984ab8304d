import { storageFailureOf } from '@bali/event-store';
import type { SessionRows, StoredSession } from '../credentials/session-rows.js';

/** That a session is in use is written down once a minute: so much earlier it may end for being idle. */
const SEEN_EVERY_MS = 60_000;

/**
 * When sessions were last used. While the disk is full, it is noted in memory: nobody who reads is refused because of it, and their
 * session is not idle.
 */
export class LastSeen {
  readonly #rows: Pick<SessionRows, 'seen'>;
  /** In milliseconds since 1970, where it could not be written down. */
  readonly #inMemory = new Map<string, number>();

  constructor(rows: Pick<SessionRows, 'seen'>) {
    this.#rows = rows;
  }

  /** In milliseconds since 1970. */
  of({ session, lastSeenAt }: Pick<StoredSession, 'session' | 'lastSeenAt'>): number {
    return Math.max(lastSeenAt, this.#inMemory.get(session) ?? 0);
  }

  note(stored: Pick<StoredSession, 'session' | 'userId' | 'lastSeenAt'>, now: number): void {
    if (now - this.of(stored) < SEEN_EVERY_MS) return;
    try {
      this.#rows.seen(stored, now);
      this.#inMemory.delete(stored.session);
    } catch (error) {
      if (storageFailureOf(error) === undefined) throw error;
      this.#inMemory.set(stored.session, now);
    }
  }

  /** The session is over. */
  forget(session: string): void {
    this.#inMemory.delete(session);
  }
}
