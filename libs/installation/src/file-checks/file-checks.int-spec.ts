import { temporaryDirectory, type TemporaryDirectory } from '@bali/event-store/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Alarms } from '../alarms/alarms.js';
import { FileChecks } from './file-checks.js';

let directory: TemporaryDirectory;
let alarms: Alarms;
let told: { readonly details: object; readonly message: string }[];
beforeEach(() => {
  directory = temporaryDirectory();
  alarms = new Alarms(join(directory.path, 'alarms'), () => new Date('2026-03-01T10:00:00Z'));
  told = [];
});
afterEach(() => directory[Symbol.dispose]());

const at = (name: string) => join(directory.path, name);

function made(name: string): string {
  const database = new DatabaseSync(at(name));
  database.exec('CREATE TABLE visit (day TEXT); CREATE INDEX by_day ON visit (day)');
  database.exec(`INSERT INTO visit VALUES ('2026-03-01')`);
  database.close();
  return at(name);
}

/** Adds a row that the index does not have: no query through the index finds it, and no page is damaged. */
function makeIndexLie(path: string): void {
  const row = `name = 'by_day'`;
  const withoutIndex = (change: string) => {
    const database = new DatabaseSync(path, { defensive: false });
    database.exec(`PRAGMA writable_schema = ON; ${change}`);
    database.close();
  };
  withoutIndex(`CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE ${row}; DELETE FROM sqlite_schema WHERE ${row}`);
  withoutIndex(`INSERT INTO visit VALUES ('2026-03-02')`);
  withoutIndex('INSERT INTO sqlite_schema SELECT * FROM kept');
}

function checksOf(files: Readonly<Record<string, boolean>>): FileChecks {
  const log = (details: object, message: string) => void told.push({ details, message });
  return new FileChecks({
    files: () => Object.entries(files).map(([name, isSealed]) => ({ path: at(name), isSealed, wayOut: 'Do this.' })),
    marker: at('site-api.running'),
    alarms,
    log: { info: log, warn: log, error: log },
  });
}

describe('the checks of files', () => {
  it('name a file whose index lies, and say of a sealed one nothing but that', async () => {
    for (const name of ['whole.db', 'trial.db', 'sealed.db']) made(name);
    makeIndexLie(at('trial.db'));
    makeIndexLie(at('sealed.db'));
    const checks = checksOf({ 'whole.db': false, 'trial.db': false, 'sealed.db': true });
    await checks.check();
    await checks.close();
    expect(alarms.all().map(({ about, details }) => [about, details])).toEqual([
      ['sealed.db', { what: 'the file is damaged', wayOut: 'Do this.' }],
      ['trial.db', { what: 'the file is damaged', fault: expect.stringContaining('index by_day'), wayOut: 'Do this.' }],
    ]);
    expect(told.map(({ message }) => message)).toEqual(['THIS FILE IS DAMAGED', 'THIS FILE IS DAMAGED']);
  });

  it('look at all files at the start after a process that did not close them, and not after one that did', async () => {
    makeIndexLie(made('trial.db'));
    const closed = checksOf({ 'trial.db': false });
    expect(existsSync(at('site-api.running'))).toBe(true);
    await closed.close();
    const after = checksOf({ 'trial.db': false });
    after.follow();
    await after.close();
    expect(told).toEqual([]);
    writeFileSync(at('site-api.running'), '');
    const afterCrash = checksOf({ 'trial.db': false });
    afterCrash.follow();
    await afterCrash.check();
    await afterCrash.close();
    expect(alarms.isRaised('trial.db')).toBe(true);
    expect(existsSync(at('site-api.running'))).toBe(false);
  });

  it('look for what a reading met, and are down until they have found out', async () => {
    writeFileSync(made('trial.db'), 'no database'.repeat(1_000));
    const checks = checksOf({ 'trial.db': false });
    checks.suspect();
    expect(checks.isUp).toBe(false);
    await checks.check();
    await checks.close();
    expect([checks.isUp, alarms.isRaised('trial.db')]).toEqual([true, true]);
  });
});
