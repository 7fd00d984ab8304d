import { type AccountState, isRole, type Role } from '@bali/access';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openCredentialsFile } from './credentials-file.js';

/** A session as the file knows it. Whether it is still open, the ledger says. */
export interface StoredSession {
  readonly session: string;
  readonly userId: string;
  readonly role: Role;
  /** Milliseconds since 1970, as are all times here. */
  readonly startedAt: number;
  readonly lastSeenAt: number;
  /** Whether all credentials were given for a signature in this session before. */
  readonly signed: boolean;
}

export interface OneTimeCodeSecret {
  readonly secret: Uint8Array;
  /** The step of the last code that was accepted. */
  readonly lastStep: number;
}

const STATEMENTS = {
  password: 'SELECT hash FROM password WHERE event = ?',
  keepPassword: 'INSERT OR REPLACE INTO password (event, user_id, hash) VALUES (?, ?, ?)',
  dropPasswords: 'DELETE FROM password WHERE user_id = ? AND event <> ?',
  code: 'SELECT secret, last_step FROM one_time_code WHERE event = ?',
  keepCode: 'INSERT OR REPLACE INTO one_time_code (event, user_id, secret, last_step) VALUES (?, ?, ?, ?)',
  dropCodes: 'DELETE FROM one_time_code WHERE user_id = ? AND event <> ?',
  acceptStep: 'UPDATE one_time_code SET last_step = ? WHERE event = ? AND last_step < ?',
  enrolment: 'SELECT secret FROM enrolment WHERE user_id = ?',
  beginEnrolment: 'INSERT OR REPLACE INTO enrolment (user_id, secret) VALUES (?, ?)',
  endEnrolment: 'DELETE FROM enrolment WHERE user_id = ?',
  beginPasskey: 'INSERT OR REPLACE INTO passkey_registration (user_id, challenge, until) VALUES (?, ?, ?)',
  endPasskey: 'DELETE FROM passkey_registration WHERE user_id = ? RETURNING challenge, until',
  session: 'SELECT * FROM session WHERE token_hash = ?',
  sessionById: 'SELECT * FROM session WHERE session = ?',
  sessionsOf: 'SELECT * FROM session WHERE user_id = ?',
  openSession:
    'INSERT INTO session (token_hash, session, user_id, role, started_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)',
  seen: 'UPDATE session SET last_seen_at = ? WHERE session = ?',
  signed: 'UPDATE session SET signed = 1 WHERE session = ?',
  dropSession: 'DELETE FROM session WHERE session = ?',
} as const;

/**
 * The secrets of the embedded accounts, in a file beside the ledgers: password hashes, secrets of one-time codes, hashes
 * of session tokens. Each password and secret lies under the id of the event that set it, and is good only while the
 * ledger says that this event is in force: nothing that the ledger does not know of lets anyone in.
 */
export class CredentialStore {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  /** @throws NotACredentialsFile */
  constructor(path: string) {
    const database = openCredentialsFile(path);
    this.#database = database;
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  /** The hash of the password that an event set. */
  passwordHash(event: string): string | undefined {
    return this.#statements.password.get(event)?.['hash'] as string | undefined;
  }

  keepPasswordHash(event: string, userId: string, hash: string): void {
    this.#statements.keepPassword.run(event, userId, hash);
  }

  oneTimeCode(event: string): OneTimeCodeSecret | undefined {
    const row = this.#statements.code.get(event);
    return row && { secret: row['secret'] as Uint8Array, lastStep: Number(row['last_step']) };
  }

  keepOneTimeCode(event: string, userId: string, { secret, lastStep }: OneTimeCodeSecret): void {
    this.#statements.keepCode.run(event, userId, secret, lastStep);
  }

  /** Notes that a code of this step was used; `false` when one of it or of a later step was used before. */
  acceptStep(event: string, step: number): boolean {
    return this.#statements.acceptStep.run(step, event, step).changes === 1;
  }

  /** Erases every password, secret and session of an account that the ledger does not say is in force. */
  keepOnly(userId: string, { password, oneTimeCode, sessions }: AccountState): void {
    this.#statements.dropPasswords.run(userId, password?.event ?? '');
    this.#statements.dropCodes.run(userId, oneTimeCode?.event ?? '');
    const open = new Set(sessions.map(({ session }) => session));
    for (const { session } of this.sessionsOf(userId)) if (!open.has(session)) this.dropSession(session);
  }

  enrolment(userId: string): Uint8Array | undefined {
    return this.#statements.enrolment.get(userId)?.['secret'] as Uint8Array | undefined;
  }

  beginEnrolment(userId: string, secret: Uint8Array): void {
    this.#statements.beginEnrolment.run(userId, secret);
  }

  endEnrolment(userId: string): void {
    this.#statements.endEnrolment.run(userId);
  }

  /** @param until milliseconds since 1970. */
  beginPasskey(userId: string, challenge: string, until: number): void {
    this.#statements.beginPasskey.run(userId, challenge, until);
  }

  /** The challenge of the registration that was begun, if its time is not over. It is good for one attempt. */
  endPasskey(userId: string, now: number): string | undefined {
    const row = this.#statements.endPasskey.get(userId);
    return row !== undefined && now < Number(row['until']) ? String(row['challenge']) : undefined;
  }

  sessionOfToken(tokenHash: string): StoredSession | undefined {
    return stored(this.#statements.session.get(tokenHash));
  }

  session(session: string): StoredSession | undefined {
    return stored(this.#statements.sessionById.get(session));
  }

  sessionsOf(userId: string): readonly StoredSession[] {
    return this.#statements.sessionsOf.all(userId).flatMap((row) => stored(row) ?? []);
  }

  openSession(tokenHash: string, { session, userId, role, startedAt }: StoredSession): void {
    this.#statements.openSession.run(tokenHash, session, userId, role, startedAt, startedAt);
  }

  seen(session: string, at: number): void {
    this.#statements.seen.run(at, session);
  }

  signed(session: string): void {
    this.#statements.signed.run(session);
  }

  dropSession(session: string): void {
    this.#statements.dropSession.run(session);
  }

  close(): void {
    this.#database.close();
  }
}

function stored(row: Record<string, unknown> | undefined): StoredSession | undefined {
  const role = String(row?.['role']);
  if (row === undefined || !isRole(role)) return undefined;
  return {
    session: String(row['session']),
    userId: String(row['user_id']),
    role,
    startedAt: Number(row['started_at']),
    lastSeenAt: Number(row['last_seen_at']),
    signed: row['signed'] === 1,
  };
}
