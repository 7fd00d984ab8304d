import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sampleAppend, type TemporaryDirectory, temporaryDirectory, testHeads } from '../../testing/index.js';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import { NO_STREAM } from '../event-store.js';
import { openLedgerFile } from './ledger-file.js';
import { APPLICATION_ID, expectedSchema, SCHEMA_OF_FORMAT_1, SCHEMA_OF_FORMAT_2 } from './schema.js';
import { openSqliteEventStore, type SqliteEventStoreOptions } from './sqlite-event-store.js';

let directory: TemporaryDirectory;
let path: string;

beforeEach(() => {
  directory = temporaryDirectory();
  path = join(directory.path, 'trial.db');
});
afterEach(() => directory[Symbol.dispose]());

const open = (options: Partial<SqliteEventStoreOptions> = {}) =>
  openSqliteEventStore({ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path), ...options });

/** A ledger with a number of events, closed again. */
async function writeLedger(events = 40): Promise<void> {
  const store = open();
  await store.append(sampleAppend('a', NO_STREAM, events));
  await store.close();
}

const contentOf = (file: string) => (statSync(file).isFile() ? readFileSync(file) : 'no file');

/** What somebody does who has the file and knows SQLite, but not us. */
function tamper(sql: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec(sql);
  } finally {
    database.close();
  }
}

describe('a ledger file', () => {
  it('is readable for nobody else, and so is its write-ahead log', async () => {
    const store = open();
    await store.append(sampleAppend('a', NO_STREAM));
    for (const file of [path, `${path}-wal`]) expect((statSync(file).mode & 0o777).toString(8)).toBe('600');
    await store.close();
  });

  it('has the schema that every later version can read', () => {
    const golden = (format: number) => readFileSync(new URL(`golden/format-${format}.sql`, import.meta.url), 'utf8');
    expect(expectedSchema(SCHEMA_OF_FORMAT_1)).toBe(golden(1));
    expect(expectedSchema(SCHEMA_OF_FORMAT_2)).toBe(golden(2));
    expect(expectedSchema()).toBe(golden(3));
  });

  it('of an earlier format is brought up to date with everything in it, by whoever opens it first to write', async () => {
    makeFormat1();
    expect(() => open({ readOnly: true })).toThrow('open it for writing once');
    const stores = [open(), open()];
    expect(await stores[1]!.lastPosition()).toBe(0);
    await stores[0]!.keepCheckpoint({ size: 1, note: 'note' });
    expect(await stores[1]!.lastCheckpoint()).toEqual({ size: 1, note: 'note' });
    await Promise.all(stores.map((store) => store.close()));
    await open({ readOnly: true }).close();
  });

  it('[P11-10a] of format 1 that somebody tampered with, or of another trial, is left as it is', () => {
    makeFormat1('; DROP TRIGGER event_is_never_deleted');
    const tampered = contentOf(path);
    expect(() => open()).toThrow('triggers');
    expect(contentOf(path)).toEqual(tampered);
    rmSync(path);
    makeFormat1('', 'access');
    const others = contentOf(path);
    expect(() => open()).toThrow('is the ledger access');
    expect(contentOf(path)).toEqual(others);
  });

  it('is written durably: what is acknowledged was handed to the disk', async () => {
    await writeLedger();
    const { writer, reader } = openLedgerFile({
      path,
      trialId: 'NCT00904501',
      ledger: 'trial',
      heads: testHeads(path),
    });
    const settings = (database: DatabaseSync, ...names: string[]) =>
      names.map((name) => Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
    expect(settings(writer!, 'journal_mode', 'synchronous', 'secure_delete', 'temp_store')).toEqual(['wal', 2, 1, 2]);
    for (const database of [writer!, reader])
      expect(settings(database, 'trusted_schema', 'foreign_keys', 'cell_size_check')).toEqual([0, 1, 1]);
    expect(settings(reader, 'query_only')).toEqual([1]);
    writer?.close();
    reader.close();
  });

  it('can be created by several at once', async () => {
    const stores = [open(), open(), open()];
    await Promise.all(stores.map((store, number) => store.append(sampleAppend(`stream-${number}`, NO_STREAM))));
    expect(await stores[0]!.lastPosition()).toBe(2);
    await Promise.all(stores.map((store) => store.close()));
  });
});

/** A ledger file as the first version made it, with one event. */
function makeFormat1(more = '', ledger = 'trial'): void {
  tamper(
    `PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = 1; ${SCHEMA_OF_FORMAT_1};
     INSERT INTO ledger VALUES (1, 'NCT00904501', '${ledger}');
     INSERT INTO event VALUES (0, 'a', 0, 'id', 'T', x'01')${more}`,
  );
}

describe('the triggers of a ledger file', () => {
  const values = (position: number, revision: number, id: string) =>
    `VALUES (${position}, 'a', ${revision}, '${id}', 'T', x'01')`;
  it.each([
    ['UPDATE event SET type = 1', 'never changed'],
    ['UPDATE OR REPLACE event SET position = 0 WHERE position = 1', 'never changed'],
    ['DELETE FROM event', 'never deleted'],
    ['DELETE FROM event WHERE position = 39', 'never deleted'],
    [`INSERT OR REPLACE INTO event ${values(3, 3, 'new')}`, 'next position'],
    [`INSERT OR REPLACE INTO event ${values(40, 3, 'new')}`, 'next revision'],
    [`INSERT OR REPLACE INTO event SELECT 40, 'a', 40, id, 'T', x'01' FROM event WHERE position = 3`, 'once'],
    [`INSERT OR IGNORE INTO event ${values(41, 40, 'new')}`, 'next position'],
    [`INSERT INTO event (stream, revision, id, type, leaf) VALUES ('a', 40, 'new', 'T', x'01')`, 'next position'],
    [`INSERT INTO event ${values(40, 41, 'new')}`, 'next revision'],
    [`INSERT INTO event VALUES (40, 'a', 40, 'new', 'T', x'')`, 'CHECK'],
    [`INSERT INTO event VALUES (40, 'a', 40, 'new', 'T', 'text')`, 'cannot store TEXT'],
    ["UPDATE ledger SET trial_id = 'other'", 'named once'],
    ['DELETE FROM ledger', 'named once'],
    ["INSERT OR REPLACE INTO ledger VALUES (1, 'other', 'trial')", 'named once'],
    ["INSERT INTO text (hash, salt, text) VALUES ('h', 's', x'01'); UPDATE text SET text = x'02'", 'never changed'],
    ["INSERT INTO text VALUES (1, 'h', 's', x'01'); INSERT OR REPLACE INTO text VALUES (2, 'h', 's', x'')", 'once'],
    ["INSERT INTO text VALUES (1, 'h', 's', x'01'); INSERT OR REPLACE INTO text VALUES (1, 'i', 's', x'')", 'once'],
    ["INSERT INTO checkpoint VALUES (0, 5, 'n'); UPDATE checkpoint SET note = 'm'", 'never changed'],
    ["INSERT INTO checkpoint VALUES (0, 5, 'n'); DELETE FROM checkpoint", 'never deleted'],
    ["INSERT INTO checkpoint VALUES (0, 5, 'n'); INSERT OR REPLACE INTO checkpoint VALUES (0, 5, 'm')", 'after all'],
    ["INSERT INTO checkpoint VALUES (0, 5, 'n'); INSERT INTO checkpoint VALUES (1, 4, 'm')", 'smaller tree'],
    ["INSERT INTO checkpoint VALUES (1, 5, 'n')", 'after all'],
  ])('[P11-10e] refuse to any program: %s', async (sql, reason) => {
    await writeLedger();
    expect(() => tamper(sql)).toThrow(reason);
    const store = open();
    expect(await store.lastPosition()).toBe(39);
    await store.close();
  });
});

describe('opening', () => {
  const foreign = (sql: string) => () => tamper(sql);
  const damages: [string, () => void, string][] = [
    ['text', () => writeFileSync(path, 'patient;arm\n'.repeat(1000)), 'no database'],
    ['a short text', () => writeFileSync(path, 'a'), 'no database'],
    ["another application's database", foreign('CREATE TABLE a (b)'), 'another application'],
    ['an empty database of another application', foreign('PRAGMA application_id = 7'), 'another application'],
    ['a directory', () => mkdirSync(path), 'not a file'],
  ];
  it.each(damages)('refuses %s, and leaves it as it is', (_, make, reason) => {
    make();
    const before = contentOf(path);
    expect(() => open()).toThrow(NotThisLedger);
    expect(() => open()).toThrow(reason);
    expect(() => open({ readOnly: true })).toThrow(NotThisLedger);
    expect(contentOf(path)).toEqual(before);
  });

  const THREE_CHECKPOINTS = "INSERT INTO checkpoint VALUES (0, 1, 'a'), (1, 2, 'b'), (2, 3, 'c')";
  const ruins: [string, () => void, string][] = [
    ['cut short', () => truncateSync(path, Math.floor(statSync(path).size / 2)), 'damaged'],
    ['cut short in its header', () => truncateSync(path, 50), 'no database'],
    ['of a later format', foreign('PRAGMA user_version = 4'), 'later format 4'],
    ['of no format', foreign('PRAGMA user_version = 0'), 'damaged'],
    ['without a trigger', foreign('DROP TRIGGER event_is_never_deleted'), 'triggers'],
    ['with a table more', foreign('CREATE TABLE more (a)'), 'tables'],
    ['with a trigger more', foreign('CREATE TRIGGER t AFTER INSERT ON event BEGIN SELECT 1; END'), 'triggers'],
    ['with a gap', foreign(withoutTrigger('DELETE FROM event WHERE position = 5')), 'gaps'],
    [
      'without its first checkpoints',
      foreign(withoutTrigger(`${THREE_CHECKPOINTS}; DELETE FROM checkpoint WHERE number < 2`, 'checkpoint')),
      'checkpoints are missing',
    ],
    ['without its beginning', foreign(withoutTrigger('DELETE FROM event WHERE position < 5')), 'gaps'],
  ];
  it.each(ruins)('[P11-10a] refuses a ledger %s', async (_, ruin, reason) => {
    await writeLedger();
    ruin();
    expect(() => open()).toThrow(NotThisLedger);
    expect(() => open()).toThrow(reason);
  });

  it('refuses the ledger of another trial, and another ledger of the trial', async () => {
    await writeLedger();
    expect(() => open({ trialId: 'NCT00000000' })).toThrow(NotThisLedger);
    expect(() => open({ ledger: 'sealed' })).toThrow('the ledger trial of NCT00904501, not sealed of NCT00904501');
  });

  it('refuses to begin anew beside the write-ahead log of a ledger that is gone', () => {
    writeFileSync(`${path}-wal`, 'what is left');
    expect(() => open()).toThrow(NotThisLedger);
    expect(readFileSync(`${path}-wal`, 'utf8')).toBe('what is left');
  });

  it('says that a path cannot be reached', () => {
    expect(() => open({ path: join(directory.path, 'missing', 'trial.db') })).toThrow(StoreUnavailable);
    writeFileSync(path, '');
    expect(() => open({ path: join(path, 'trial.db') })).toThrow(StoreUnavailable);
  });

  it('creates nothing when the ledger must exist', () => {
    expect(() => open({ mustExist: true })).toThrow(NotThisLedger);
    expect(() => open({ readOnly: true })).toThrow(NotThisLedger);
    expect(existsSync(path)).toBe(false);
    writeFileSync(path, '');
    expect(() => open({ mustExist: true })).toThrow(NotThisLedger);
  });
});

/** Deletes behind the triggers' back, and puts them back as they were. */
function withoutTrigger(sql: string, table = 'event'): string {
  const trigger = new RegExp(`CREATE TRIGGER ${table}_is_never_deleted[^]*?END;`).exec(expectedSchema())?.[0] ?? '';
  return `DROP TRIGGER ${table}_is_never_deleted; ${sql}; ${trigger}`;
}
