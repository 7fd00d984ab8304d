import { describe, expect, it } from '@jest/globals';
import { temporaryDirectory, testHeads } from '@bali/event-store/testing';
import { openSqliteEventStore } from '@bali/event-store';
import { createLogger } from '@bali/http';
import { keepLog } from '@bali/http/testing';
import { CONFIGURATION, dataDirectory, type DataDirectory } from '@bali/installation';
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { bringPatient, CHEAP_IDENTITY, openTrial, startSiteApi, testAmbient, TestClock } from '../testing/index.js';
import { createSiteApi } from './index.js';

/** Runs with the data directory of a trial that has begun, its site API stopped. */
async function withDataOfATrial(test: (directory: DataDirectory) => Promise<void>): Promise<void> {
  await using api = await startSiteApi();
  await openTrial(api);
  await bringPatient(api, 'screened');
  await api.stop();
  await test(api.directory);
}

/** What keeps the site API from starting. */
async function refusalOf(directory: DataDirectory): Promise<string> {
  const logger = createLogger({ name: 'site-api', level: 'info', now: () => new Date(0), destination: keepLog() });
  const ambient = testAmbient(new TestClock('2011-03-01T00:00:00Z'));
  const starting = createSiteApi({ directory, ambient, logger, identity: CHEAP_IDENTITY });
  const refusal = await starting.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(refusal instanceof Error)) {
    await (await starting).close();
    throw new Error('it started');
  }
  return refusal.message;
}

/** Every file of a directory with its bytes, but for those with which SQLite itself works beside a database. */
async function contentsOf(path: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && !/-(shm|wal)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const contents = await Promise.all(files.map(async (file) => [file, await readFile(file, 'base64')] as const));
  return new Map(contents);
}

/** What breaks a data directory, and the sentence with which the start is refused. */
const BREAKAGES: Readonly<Record<string, readonly [(directory: DataDirectory) => Promise<void>, RegExp]>> = {
  'a text file for the trial ledger': [
    ({ ledgers }) => writeFile(ledgers.trial, 'Dear colleague,\n'.repeat(200)),
    /trial\.db is no database, or a damaged one/,
  ],
  'another database for the trial ledger': [
    async ({ ledgers }) => {
      await rm(ledgers.trial);
      const other = new DatabaseSync(ledgers.trial);
      other.exec('CREATE TABLE appointment (day TEXT)');
      other.close();
    },
    /trial\.db belongs to another application/,
  ],
  "another trial's ledger": [
    async ({ ledgers }) => {
      await rm(ledgers.trial);
      const path = ledgers.trial;
      const heads = testHeads(`${path}-of-another-trial`);
      await openSqliteEventStore({ path, trialId: 'NCT00000001', ledger: 'trial', heads }).close();
    },
    /trial\.db is the ledger trial of NCT00000001, not trial of NCT00904501/,
  ],
  'trial.db and sealed.db swapped': [
    async ({ ledgers, path }) => {
      await rename(ledgers.trial, join(path, 'aside'));
      await rename(ledgers.sealed, ledgers.trial);
      await rename(join(path, 'aside'), ledgers.sealed);
    },
    /trial\.db is the ledger sealed of NCT00904501, not trial of NCT00904501/,
  ],
  'a truncated ledger': [
    async ({ ledgers }) => {
      const { length } = await readFile(ledgers.trial);
      await truncate(ledgers.trial, length / 2);
    },
    /trial\.db is (no database, or a damaged one|damaged)/,
  ],
  'a directory for a ledger': [
    async ({ ledgers }) => {
      await rm(ledgers.sealed);
      await mkdir(ledgers.sealed);
    },
    /sealed\.db is (not a file|a directory)/,
  ],
  'a text file for the projections': [
    ({ projections }) => writeFile(projections, 'Dear colleague,\n'.repeat(200)),
    /projections\.db .*run `bali rebuild`/,
  ],
  'a truncated ledger of access': [
    async ({ ledgers }) => {
      const { length } = await readFile(ledgers.access);
      await truncate(ledgers.access, length / 2);
    },
    /access\.db is (no database, or a damaged one|damaged)/,
  ],
  'a text file for the credentials': [
    ({ credentials }) => writeFile(credentials, 'Dear colleague,\n'.repeat(200)),
    /credentials\.db (cannot be used|is damaged)/,
  ],
  'another database for the credentials': [
    async ({ credentials, ledgers }) => {
      await rm(credentials);
      await copyFile(ledgers.sealed, credentials);
    },
    /credentials\.db belongs to another application/,
  ],
  'credentials that others may read': [
    ({ credentials }) => chmod(credentials, 0o644),
    /credentials\.db is readable by others than its owner/,
  ],
};

describe('the start', () => {
  it.each(Object.entries(BREAKAGES))(
    'is refused in a sentence with %s, and changes nothing',
    async (_, [breakIt, says]) => {
      await withDataOfATrial(async (directory) => {
        await breakIt(directory);
        const before = await contentsOf(directory.path);
        expect(await refusalOf(directory)).toMatch(says);
        const after = await contentsOf(directory.path);
        for (const [file, content] of before) expect([file, after.get(file) === content]).toEqual([file, true]);
      });
    },
  );

  it('is refused to a second one on the same data directory', async () => {
    await using api = await startSiteApi();
    expect(await refusalOf(api.directory)).toMatch(/projections\.db is in use by another process/);
  });

  it('makes what is not there, readable by its owner alone', async () => {
    using temporary = temporaryDirectory();
    const directory = dataDirectory(join(temporary.path, 'new', 'data'));
    const logger = createLogger({ name: 'site-api', level: 'info', now: () => new Date(0), destination: keepLog() });
    const ambient = testAmbient(new TestClock('2011-03-01T00:00:00Z'));
    const api = await createSiteApi({ directory, ambient, logger, identity: CHEAP_IDENTITY });
    await api.close();
    const made = await readdir(directory.path, { recursive: true });
    const ours = ['access.db', 'credentials.db', 'projections.db', 'sealed.db', 'trial.db'];
    expect(made).toEqual(expect.arrayContaining(ours));
    const modes = await Promise.all(ours.map(async (name) => (await stat(join(directory.path, name))).mode & 0o077));
    expect(modes).toEqual(ours.map(() => 0));
  });

  it('computes the projections again when they are gone', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    await bringPatient(api, 'implanted');
    const before = await api.read('/v1/patients');
    await api.stop();
    await rm(api.directory.projections);
    await api.start();
    expect(await api.read('/v1/patients')).toEqual(before);
  });
});

describe('a configuration', () => {
  it('that is not valid is refused with every fault at once', () => {
    const environment = { SITE_API_PORT: '70000', BALI_STORE: 'mysql:', BALI_LOG_LEVEL: 'loud', SITE_API_HOST: 'a b' };
    expect(() => CONFIGURATION.read(environment)).toThrow(
      /not valid:\n- BALI_STORE must be .*\n- SITE_API_HOST must be .*\n- SITE_API_PORT must be .*\n- BALI_LOG_LEVEL must be /,
    );
  });
});
