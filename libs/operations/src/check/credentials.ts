import { compareCredentials } from '@bali/identity';
import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { type Check, reasonOf } from './check.js';

const NAMES = {
  'initial-password': 'the first password',
  password: 'the password',
  'one-time-code': 'the secret of the one-time codes',
  session: 'a session',
} as const;

const MISSING = {
  what: 'is not there, though the access ledger has accounts',
  wayOut:
    'Restore it from the last back-up. Without one, two administrators let each person set credentials anew (recovery).',
};

/** The rows of the credentials file, against what the access ledger commits to. */
export const credentials: Check = {
  name: 'credentials',
  find: async ({ directory, ledgers: { access } }) => {
    const file = basename(directory.credentials);
    if (access === undefined) return [];
    if (!existsSync(directory.credentials)) return (await access.lastPosition()) < 0 ? [] : [{ file, ...MISSING }];
    try {
      return (await compareCredentials(directory.credentials, access)).map(({ row, userId }) => ({
        file,
        what: `does not hold ${NAMES[row]} of ${userId} that the access ledger commits to: this row lets nobody in`,
        wayOut:
          row === 'session'
            ? 'Find out who wrote it. The person signs in again.'
            : 'Find out who wrote or deleted it. Then two administrators let the person set credentials anew (recovery).',
      }));
    } catch (error) {
      const wayOut = 'Stop the server, move the file away, and restore it from the last back-up.';
      return [{ file, what: `cannot be read: ${reasonOf(error)}`, wayOut }];
    }
  },
};
