import type { AccountState, Credential } from '@bali/access';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { QueueByKey } from '@bali/queue';
import { type CredentialsFileOptions, openCredentialsFile } from './credentials-file.js';
import { OneTimeCodeRows } from './one-time-code-rows.js';
import { PendingRows } from './pending-rows.js';
import { prepared, RowCheck, type RowsOptions } from './rows.js';
import { SessionRows } from './session-rows.js';

const STATEMENTS = {
  password: 'SELECT hash FROM password WHERE event = ?',
  keepPassword: 'INSERT OR REPLACE INTO password (event, user_id, hash) VALUES (?, ?, ?)',
  dropPasswords: 'DELETE FROM password WHERE user_id = ? AND event <> ?',
} as const;

export interface CredentialStoreOptions extends CredentialsFileOptions, Omit<RowsOptions, 'database'> {}

/**
 * The secrets of the embedded accounts, in a file beside the ledgers: password hashes, secrets of one-time codes, hashes
 * of session tokens. Each password and secret lies under the id of the event that set it, and is good only while the
 * ledger says that this event is in force, and if it fits the commitment in it: nothing that the ledger does not know of
 * lets anyone in, whoever wrote it here. What changes without an event is sealed.
 */
export class CredentialStore {
  readonly codes: OneTimeCodeRows;
  readonly sessions: SessionRows;
  readonly pending: PendingRows;
  readonly #database: DatabaseSync;
  readonly #check: RowCheck;
  readonly #setting = new QueueByKey();
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  /** @throws NotACredentialsFile */
  constructor(options: CredentialStoreOptions) {
    const { keys, onMisfit } = options;
    const database = openCredentialsFile(options);
    const rows = { database, keys, onMisfit };
    this.#database = database;
    this.#check = new RowCheck(rows);
    this.#statements = prepared(database, STATEMENTS);
    this.codes = new OneTimeCodeRows(rows);
    this.sessions = new SessionRows(rows);
    this.pending = new PendingRows(rows);
  }

  /**
   * Lets nobody else set or erase credentials and sessions of the account meanwhile: what is kept for an event that is about to
   * be appended is not erased as belonging to none.
   */
  exclusively<Result>(userId: string, work: () => Promise<Result>): Promise<Result> {
    return this.#setting.run(userId, work);
  }

  /** The hash of a password in force; `undefined` when there is none that fits. */
  passwordHash(userId: string, credential: Credential): string | undefined {
    const hash = this.#statements.password.get(credential.event)?.['hash'] as string | undefined;
    return this.#check.isCommitted(userId, credential, hash) ? hash : undefined;
  }

  keepPasswordHash(event: string, userId: string, hash: string): void {
    this.#statements.keepPassword.run(event, userId, hash);
  }

  /** Erases every password, secret and session of an account that the ledger does not say is in force. */
  keepOnly(userId: string, { password, oneTimeCode, sessions }: AccountState): void {
    this.#statements.dropPasswords.run(userId, password?.event ?? '');
    this.codes.keepOnly(userId, oneTimeCode?.event);
    this.sessions.keepOnly(userId, sessions);
  }

  close(): void {
    this.#database.close();
  }
}
