import { describe, expect, it } from '@jest/globals';
import { tokenHash, TokenRefused } from '@bali/access';
import type { DatabaseSync } from 'node:sqlite';
import { identityUnderTest, type IdentityUnderTest, passwordOf, rejection } from '../../testing/identity-under-test.js';

/** Somebody with an account of their own, and somebody whose account they are after. */
async function withTwoPeople(test: (it: IdentityUnderTest) => Promise<void>): Promise<void> {
  await using it = await identityUnderTest();
  await it.person('mallory', 'monitor');
  await it.person('claire', 'investigator');
  await test(it);
}

const hashOf = (file: DatabaseSync, userId: string): string =>
  String(file.prepare('SELECT hash FROM password WHERE user_id = ?').get(userId)?.['hash']);
const setHash = (file: DatabaseSync, userId: string, hash: string): void =>
  void file.prepare('UPDATE password SET hash = ? WHERE user_id = ?').run(hash, userId);

/** Runs a test while the software is at work on the file, and while it is stopped and started again. */
const WHILE: readonly (readonly [string, (it: IdentityUnderTest, change: () => void) => Promise<void>])[] = [
  [
    'running',
    (_, change) => {
      change();
      return Promise.resolve();
    },
  ],
  [
    'stopped',
    async (it, change) => {
      await it.identity.close();
      change();
      await it.open();
    },
  ],
];

describe.each(WHILE)(
  '[P11-300] a row of the credentials file that was changed while the software was %s',
  (_, during) => {
    it('lets nobody in with the password of another account, and the holder again once it is put back', async () => {
      await withTwoPeople(async (it) => {
        let own = '';
        await during(it, () =>
          it.alter((file) => {
            own = hashOf(file, 'claire');
            setHash(file, 'claire', hashOf(file, 'mallory'));
          }),
        );
        const stolen = { password: passwordOf('mallory') };
        expect(await rejection(it.signIn('claire', stolen))).toMatchObject({ refusal: 'sign-in-refused' });
        expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
        expect((await it.happened('account-claire')).at(-1)).toEqual(['SignInRefused', { reason: 'password-wrong' }]);
        expect(it.misfits).toEqual([
          { row: 'password', userId: 'claire' },
          { row: 'password', userId: 'claire' },
        ]);
        await during(it, () => it.alter((file) => setHash(file, 'claire', own)));
        expect((await it.signIn('claire')).person.userId).toBe('claire');
        expect(it.misfits).toHaveLength(2);
      });
    });

    it('lets nobody into a session with another token, and leaves it to its holder once it is put back', async () => {
      await withTwoPeople(async (it) => {
        const { token, person } = await it.signIn('claire');
        const forged = 'm'.repeat(43);
        const setToken = (hash: string) =>
          it.alter((file) => {
            file.prepare('UPDATE session SET token_hash = ? WHERE session = ?').run(hash, person.session ?? '');
          });
        await during(it, () => setToken(tokenHash(forged)));
        await expect(it.identity.sessions.verify(forged)).rejects.toThrow(TokenRefused);
        await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
        expect(it.misfits).toEqual([{ row: 'session', userId: 'claire' }]);
        await during(it, () => setToken(tokenHash(token)));
        expect(await it.identity.sessions.verify(token)).toEqual(person);
      });
    });

    it('lets nobody into the account of another with a session of their own, nor into another role', async () => {
      await withTwoPeople(async (it) => {
        const { person: claire } = await it.signIn('claire');
        const { token, person } = await it.signIn('mallory');
        const change = (sql: string, ...values: string[]) => it.alter((file) => void file.prepare(sql).run(...values));
        await during(it, () => change("UPDATE session SET role = 'cell-therapy-unit' WHERE user_id = 'mallory'"));
        expect(await it.identity.sessions.verify(token)).toEqual(person);
        await during(it, () => {
          change("DELETE FROM session WHERE user_id = 'claire'");
          const row = "UPDATE session SET user_id = 'claire', session = ? WHERE user_id = 'mallory'";
          change(row, claire.session ?? '');
        });
        await expect(it.identity.sessions.verify(token)).rejects.toThrow(TokenRefused);
        expect(it.misfits).toEqual([{ row: 'session', userId: 'claire' }]);
      });
    });

    it('lets nobody in once it is gone', async () => {
      await withTwoPeople(async (it) => {
        await during(it, () => it.alter((file) => file.exec("DELETE FROM password WHERE user_id = 'claire'")));
        expect(await rejection(it.signIn('claire'))).toMatchObject({ refusal: 'sign-in-refused' });
        expect(it.misfits).toEqual([{ row: 'password', userId: 'claire' }]);
      });
    });
  },
);
