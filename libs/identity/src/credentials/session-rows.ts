import type { OpenSession, Person } from '@bali/access';
import type { StatementSync } from 'node:sqlite';
import { prepared, RowCheck, type RowsOptions } from './rows.js';

/** Whose session it is. */
export interface SessionKey {
  readonly session: string;
  readonly userId: string;
}

/** The session in which a person acts. Somebody who is in none of ours is in one that there never is. */
export function sessionOf({ userId, session = '' }: Person): SessionKey {
  return { userId, session };
}

/** What the file knows of a session. Whether it is open, since when and in which role, the ledger says. */
export interface StoredSession extends SessionKey {
  readonly tokenHash: string;
  /** Milliseconds since 1970, as are all times here; 0 where nothing says so that can be believed. */
  readonly lastSeenAt: number;
  /** Whether all credentials were given for a signature in this session before. */
  readonly signed: boolean;
}

/** A session that is about to begin. */
export type NewSession = Pick<StoredSession, 'session' | 'userId' | 'tokenHash'> &
  Pick<OpenSession, 'role'> & { readonly startedAt: number };

const STATEMENTS = {
  ofToken: 'SELECT * FROM session WHERE token_hash = ?',
  of: 'SELECT * FROM session WHERE session = ?',
  ofUser: 'SELECT session FROM session WHERE user_id = ?',
  open:
    'INSERT OR REPLACE INTO session (token_hash, session, user_id, role, started_at, last_seen_at, seen_seal) ' +
    'VALUES (?, ?, ?, ?, ?, ?, ?)',
  seen: 'UPDATE session SET last_seen_at = ?, seen_seal = ? WHERE session = ?',
  signed: 'UPDATE session SET signed = 1, signed_seal = ? WHERE session = ?',
  drop: 'DELETE FROM session WHERE session = ?',
} as const;

/**
 * The hashes of session tokens, and what changes in a session without an event. When it was last used counts as never, and that
 * somebody has signed in it as not, where the seal does not fit: then it ends the sooner, and asks for all credentials again. An
 * older row, put back with its seal, does the same.
 */
export class SessionRows {
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #check: RowCheck;

  constructor(options: RowsOptions) {
    this.#statements = prepared(options.database, STATEMENTS);
    this.#check = new RowCheck(options);
  }

  /** The session that a token is said to be of. It counts only if it is one {@link withToken}. */
  ofToken(tokenHash: string): SessionKey | undefined {
    const row = this.#statements.ofToken.get(tokenHash);
    return row && { session: String(row['session']), userId: String(row['user_id']) };
  }

  /** The session, if the token is the one with which it began, as the ledger says. */
  withToken(userId: string, tokenHash: string, { session, commitment }: OpenSession): StoredSession | undefined {
    const isIts =
      commitment !== undefined && this.#check.isCommitted(userId, { kind: 'session', commitment }, tokenHash);
    return isIts ? this.of({ userId, session }) : undefined;
  }

  of({ session, userId }: SessionKey): StoredSession | undefined {
    const row = this.#statements.of.get(session);
    if (row === undefined) return undefined;
    const lastSeenAt = Number(row['last_seen_at']);
    const wasSeen = this.#check.isSealed(userId, 'session-use', { session, lastSeenAt }, row['seen_seal']);
    const signed =
      row['signed'] === 1 && this.#check.isSealed(userId, 'session-signature', { session }, row['signed_seal']);
    return { session, userId, tokenHash: String(row['token_hash']), lastSeenAt: wasSeen ? lastSeenAt : 0, signed };
  }

  open({ tokenHash, session, userId, role, startedAt }: NewSession): void {
    const seal = this.#useSeal({ session, userId }, startedAt);
    this.#statements.open.run(tokenHash, session, userId, role, startedAt, startedAt, seal);
  }

  seen(key: SessionKey, at: number): void {
    this.#statements.seen.run(at, this.#useSeal(key, at), key.session);
  }

  signed({ session, userId }: SessionKey): void {
    this.#statements.signed.run(this.#check.seal(userId, 'session-signature', { session }), session);
  }

  drop(session: string): void {
    this.#statements.drop.run(session);
  }

  keepOnly(userId: string, open: readonly OpenSession[]): void {
    const kept = new Set(open.map(({ session }) => session));
    const sessions = this.#statements.ofUser.all(userId).map((row) => String(row['session']));
    for (const session of sessions) if (!kept.has(session)) this.drop(session);
  }

  #useSeal({ session, userId }: SessionKey, lastSeenAt: number): string {
    return this.#check.seal(userId, 'session-use', { session, lastSeenAt });
  }
}
