import { type AccountState, commitmentTo, type VerifierPurpose } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { toHex } from '@bali/ledger';
import { DatabaseSync } from 'node:sqlite';
import { AccountDirectory } from '../accounts/account-directory.js';
import type { Misfit } from './misfit.js';

/**
 * Compares the rows of a credentials file with what the access ledger says is in force. Nothing is written.
 * @returns each password, secret of one-time codes and session that is in the file and does not fit, and each password and secret
 *   that is not in it. Such a row lets nobody in.
 * @throws an error of SQLite when the file cannot be read, or is no credentials file.
 */
export async function compareCredentials(
  path: string,
  accessLedger: EventStore,
): Promise<readonly Misfit<VerifierPurpose>[]> {
  const accounts = await new AccountDirectory(accessLedger, () => new Date(0)).accounts();
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return accounts.filter(({ deactivatedAt }) => deactivatedAt === undefined).flatMap((it) => misfitsOf(it, database));
  } finally {
    database.close();
  }
}

type Account = AccountState & { readonly userId: string };

function misfitsOf(
  { userId, password, oneTimeCode, sessions }: Account,
  database: DatabaseSync,
): readonly Misfit<VerifierPurpose>[] {
  const hash = database.prepare('SELECT hash FROM password WHERE event = ?');
  const secret = database.prepare('SELECT secret FROM one_time_code WHERE event = ?');
  const token = database.prepare('SELECT token_hash FROM session WHERE session = ?');
  const fits = (purpose: VerifierPurpose, commitment: string | undefined, verifier: unknown): boolean => {
    const text = verifier instanceof Uint8Array ? toHex(verifier) : verifier;
    if (typeof text !== 'string') return false;
    return commitment === undefined || commitmentTo({ purpose, user: userId, verifier: text }) === commitment;
  };
  const ofCredentials = [password, oneTimeCode].flatMap((credential): readonly Misfit<VerifierPurpose>[] => {
    if (credential === undefined) return [];
    const { kind, event, commitment } = credential;
    const verifier = kind === 'one-time-code' ? secret.get(event)?.['secret'] : hash.get(event)?.['hash'];
    return fits(kind, commitment, verifier) ? [] : [{ row: kind, userId }];
  });
  const ofSessions = sessions.flatMap(({ session, commitment }): readonly Misfit<VerifierPurpose>[] => {
    const found = token.get(session)?.['token_hash'];
    return found === undefined || fits('session', commitment, found) ? [] : [{ row: 'session', userId }];
  });
  return [...ofCredentials, ...ofSessions];
}
