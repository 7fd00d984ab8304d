import { describe, expect, it } from '@jest/globals';
import { chmodSync, copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { temporaryDirectory } from '@bali/event-store/testing';
import { identityUnderTest, rejection } from '../../testing/identity-under-test.js';
import { NotACredentialsFile, openCredentialsFile } from './credentials-file.js';

const OLDER = join(import.meta.dirname, '../../golden/before-commitments/credentials.db');
const HERE = '11111111-2222-4333-8444-555555555555';
const open = (path: string, { installation = HERE, mayBeMade = true } = {}) =>
  openCredentialsFile({ path, installation, mayBeMade });

describe('a credentials file', () => {
  it('refuses what is not its own, and leaves it as it is', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'credentials.db');
    for (const content of ['x', 'no database at all, but a text of some length'.repeat(100)]) {
      writeFileSync(path, content, { mode: 0o600 });
      expect(() => open(path)).toThrow(NotACredentialsFile);
      expect(readFileSync(path, 'utf8')).toBe(content);
    }
    const foreign = new DatabaseSync(join(directory.path, 'foreign.db'));
    foreign.exec('CREATE TABLE password (word TEXT)');
    foreign.close();
    chmodSync(join(directory.path, 'foreign.db'), 0o600);
    expect(() => open(join(directory.path, 'foreign.db'))).toThrow('another application');
    expect(() => open(directory.path)).toThrow('is not a file');
  });

  it('refuses a later format, and a file that others can read', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'credentials.db');
    open(path).close();
    chmodSync(path, 0o640);
    expect(() => open(path)).toThrow('readable by others');
    chmodSync(path, 0o600);
    const later = new DatabaseSync(path);
    later.exec('PRAGMA user_version = 3');
    later.close();
    expect(() => open(path)).toThrow('format 3');
  });

  it('that older software has left is upgraded: passwords and codes stay, and nothing that nobody sealed', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'credentials.db');
    copyFileSync(OLDER, path);
    chmodSync(path, 0o600);
    for (let times = 0; times < 2; times += 1) {
      const file = open(path, { mayBeMade: false });
      const count = (table: string) => file.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.['n'];
      const counts = ['password', 'one_time_code', 'session', 'enrolment', 'passkey_registration'].map(count);
      expect([counts, file.prepare('SELECT id FROM installation').get()?.['id']]).toEqual([[4, 1, 0, 0, 0], HERE]);
      file.close();
    }
  });

  it('of another installation is refused', () => {
    using directory = temporaryDirectory();
    const path = join(directory.path, 'credentials.db');
    open(path).close();
    expect(() => open(path, { installation: '99999999-2222-4333-8444-555555555555' })).toThrow(
      /credentials\.db belongs to another installation.*bali restore/,
    );
    open(path).close();
  });
});

describe('a credentials file that is gone, or was emptied', () => {
  it.each([
    ['gone', (path: string) => rmSync(path)],
    ['emptied', (path: string) => writeFileSync(path, '')],
  ])('is not made anew while there are accounts, and the refusal names it and the way out: %s', async (_, takeAway) => {
    await using it = await identityUnderTest();
    await it.person('claire', 'investigator');
    await it.identity.close();
    const content = readFileSync(it.credentialsPath);
    for (const end of ['-wal', '-shm']) rmSync(it.credentialsPath + end, { force: true });
    takeAway(it.credentialsPath);
    const refused = await rejection(it.open());
    expect(refused).toBeInstanceOf(NotACredentialsFile);
    expect(String(refused)).toMatch(/credentials\.db is gone or empty.*not made anew.*restore it from a back-up/);
    writeFileSync(it.credentialsPath, content, { mode: 0o600 });
    await it.open();
    expect((await it.signIn('claire')).person.userId).toBe('claire');
  });
});
