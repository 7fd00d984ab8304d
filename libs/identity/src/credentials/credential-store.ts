import { type AccountState, commitmentTo, type Credential, type OpenSession, type VerifierPurpose } from '@bali/access';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { toHex } from '@bali/ledger';
import { openCredentialsFile } from './credentials-file.js';
import type { OnMisfit } from './misfit.js';

/** What the file knows of a session. Whether it is open, since when and in which role, the ledger says. */
export interface StoredSession {
  readonly session: string;
  readonly userId: string;
  readonly tokenHash: string;
  /** Milliseconds since 1970, as are all times here. */
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
    'INSERT OR REPLACE INTO session (token_hash, session, user_id, role, started_at, last_seen_at) VALUES (?, ?, ?, ?, ?, ?)',
  seen: 'UPDATE session SET last_seen_at = ? WHERE session = ?',
  signed: 'UPDATE session SET signed = 1 WHERE session = ?',
  dropSession: 'DELETE FROM session WHERE session = ?',
} as const;

/** A session that is about to begin. */
export type NewSession = Pick<StoredSession, 'session' | 'userId' | 'tokenHash'> &
  Pick<OpenSession, 'role'> & { readonly startedAt: number };

/**
 * The secrets of the embedded accounts, in a file beside the ledgers: password hashes, secrets of one-time codes, hashes
 * of session tokens. Each password and secret lies under the id of the event that set it, and is good only while the
 * ledger says that this event is in force, and if it fits the commitment in it: nothing that the ledger does not know of
 * lets anyone in, whoever wrote it here.
 */
export class CredentialStore {
  readonly #database: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  readonly #onMisfit: OnMisfit;

  /** @throws NotACredentialsFile */
  constructor(path: string, onMisfit: OnMisfit) {
    const database = openCredentialsFile(path);
    this.#database = database;
    this.#onMisfit = onMisfit;
    const prepared = Object.entries(STATEMENTS).map(([name, sql]) => [name, database.prepare(sql)]);
    this.#statements = Object.fromEntries(prepared) as Record<keyof typeof STATEMENTS, StatementSync>;
  }

  /** The hash of a password in force; `undefined` when there is none that fits. */
  passwordHash(userId: string, credential: Credential): string | undefined {
    const hash = this.#statements.password.get(credential.event)?.['hash'] as string | undefined;
    return this.#fits(userId, credential, hash) ? hash : undefined;
  }

  keepPasswordHash(event: string, userId: string, hash: string): void {
    this.#statements.keepPassword.run(event, userId, hash);
  }

  /** The secret of the one-time codes in force; `undefined` when there is none that fits. */
  oneTimeCode(userId: string, credential: Credential): OneTimeCodeSecret | undefined {
    const row = this.#statements.code.get(credential.event);
    const secret = row?.['secret'] as Uint8Array | undefined;
    if (row === undefined || secret === undefined || !this.#fits(userId, credential, toHex(secret))) return undefined;
    return { secret, lastStep: Number(row['last_step']) };
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

  /** The session that a token is said to be of. It counts only if it {@link isSession}. */
  sessionOfToken(tokenHash: string): StoredSession | undefined {
    return stored(this.#statements.session.get(tokenHash));
  }

  /** Whether the token of a row is the one with which an open session began. */
  isSession({ userId, tokenHash }: StoredSession, { commitment }: OpenSession): boolean {
    return commitment !== undefined && this.#fits(userId, { kind: 'session', commitment }, tokenHash);
  }

  session(session: string): StoredSession | undefined {
    return stored(this.#statements.sessionById.get(session));
  }

  sessionsOf(userId: string): readonly StoredSession[] {
    return this.#statements.sessionsOf.all(userId).flatMap((row) => stored(row) ?? []);
  }

  openSession({ tokenHash, session, userId, role, startedAt }: NewSession): void {
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

  /** Whether a verifier is the one that the event in force commits to. Where it commits to none, any will do: it lets nobody in. */
  #fits(userId: string, { kind: purpose, commitment }: Committed, verifier: string | undefined): boolean {
    const fits =
      verifier !== undefined &&
      (commitment === undefined || commitmentTo({ purpose, user: userId, verifier }) === commitment);
    if (!fits) this.#onMisfit({ row: purpose, userId });
    return fits;
  }
}

interface Committed {
  readonly kind: VerifierPurpose;
  readonly commitment?: string;
}

function stored(row: Record<string, unknown> | undefined): StoredSession | undefined {
  if (row === undefined) return undefined;
  return {
    session: String(row['session']),
    userId: String(row['user_id']),
    tokenHash: String(row['token_hash']),
    lastSeenAt: Number(row['last_seen_at']),
    signed: row['signed'] === 1,
  };
}
