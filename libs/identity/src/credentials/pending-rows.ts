import { toHex } from '@bali/ledger';
import type { StatementSync } from 'node:sqlite';
import { prepared, RowCheck, type RowsOptions } from './rows.js';
import type { SessionKey } from './session-rows.js';

const STATEMENTS = {
  enrolment: 'SELECT * FROM enrolment WHERE user_id = ?',
  beginEnrolment: 'INSERT OR REPLACE INTO enrolment (user_id, session, secret, until, seal) VALUES (?, ?, ?, ?, ?)',
  endEnrolment: 'DELETE FROM enrolment WHERE user_id = ?',
  beginPasskey:
    'INSERT OR REPLACE INTO passkey_registration (user_id, session, challenge, until, seal) VALUES (?, ?, ?, ?, ?)',
  endPasskey: 'DELETE FROM passkey_registration WHERE user_id = ? RETURNING *',
} as const;

/**
 * What somebody has begun to set up and not confirmed: one-time codes, a passkey. Each is good for a session, and for minutes. One
 * whose seal does not fit was never begun. One that is put back with its seal is good for what is left of its minutes.
 */
export class PendingRows {
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;
  readonly #check: RowCheck;

  constructor(options: RowsOptions) {
    this.#statements = prepared(options.database, STATEMENTS);
    this.#check = new RowCheck(options);
  }

  /** The secret of the one-time codes that were begun in this session, if their time is not over. */
  enrolment({ userId, session }: SessionKey, now: number): Uint8Array | undefined {
    const row = this.#statements.enrolment.get(userId);
    if (row === undefined) return undefined;
    const secret = row['secret'] as Uint8Array;
    const content = { ...begunIn(row), secret: toHex(secret) };
    const isOurs = this.#check.isSealed(userId, 'enrolment', content, row['seal']);
    return isOurs && content.session === session && now < content.until ? secret : undefined;
  }

  /** @param until milliseconds since 1970, as everywhere here. */
  beginEnrolment({ userId, session }: SessionKey, secret: Uint8Array, until: number): void {
    const seal = this.#check.seal(userId, 'enrolment', { session, secret: toHex(secret), until });
    this.#statements.beginEnrolment.run(userId, session, secret, until, seal);
  }

  endEnrolment(userId: string): void {
    this.#statements.endEnrolment.run(userId);
  }

  beginPasskey({ userId, session }: SessionKey, challenge: string, until: number): void {
    const seal = this.#check.seal(userId, 'passkey-registration', { session, challenge, until });
    this.#statements.beginPasskey.run(userId, session, challenge, until, seal);
  }

  /** The challenge of the registration that was begun in this session, if its time is not over. It is good for one attempt. */
  endPasskey({ userId, session }: SessionKey, now: number): string | undefined {
    const row = this.#statements.endPasskey.get(userId);
    if (row === undefined) return undefined;
    const challenge = String(row['challenge']);
    const content = { ...begunIn(row), challenge };
    const isOurs = this.#check.isSealed(userId, 'passkey-registration', content, row['seal']);
    return isOurs && content.session === session && now < content.until ? challenge : undefined;
  }
}

function begunIn(row: Readonly<Record<string, unknown>>): { readonly session: string; readonly until: number } {
  return { session: String(row['session']), until: Number(row['until']) };
}
