import { existsSync, mkdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { RunnerFixture } from '@bali/projections/testing';
import { NotAProjectionsFile, ProjectionsInUse } from './errors.js';
import { openProjectionsFile, putAsideProjectionsFile } from './projections-file.js';

describe('the projections file', () => {
  it('is held by one at a time', async () => {
    await using fixture = new RunnerFixture();
    const held = openProjectionsFile(fixture.path);
    expect(() => openProjectionsFile(fixture.path)).toThrow(ProjectionsInUse);
    expect(() => putAsideProjectionsFile(fixture.path)).toThrow(ProjectionsInUse);
    held.close();
    openProjectionsFile(fixture.path).close();
  });

  it('is for the eyes of its owner only', async () => {
    await using fixture = new RunnerFixture();
    const held = openProjectionsFile(fixture.path);
    held.writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE written (day TEXT)');
    for (const suffix of ['', '-wal', '.lock']) expect(statSync(fixture.path + suffix).mode & 0o777).toBe(0o600);
    held.close();
  });

  it('cannot be written through the connection for queries', async () => {
    await using fixture = new RunnerFixture();
    const held = openProjectionsFile(fixture.path);
    expect(() => held.reader.exec('DELETE FROM projection')).toThrow(/readonly/);
    held.close();
  });

  it('is refused, and left as it is, when it is not ours', async () => {
    await using fixture = new RunnerFixture();
    writeFileSync(fixture.path, 'a list of patients to call back\n'.repeat(40));
    const before = readFileSync(fixture.path);
    expect(() => openProjectionsFile(fixture.path)).toThrow(NotAProjectionsFile);
    expect(readFileSync(fixture.path).equals(before)).toBe(true);
  });

  it('is refused, and left as it is, when it is the database of another application', async () => {
    await using fixture = new RunnerFixture();
    const other = new DatabaseSync(fixture.path);
    other.exec('CREATE TABLE appointment (day TEXT)');
    other.close();
    expect(() => openProjectionsFile(fixture.path)).toThrow('is a database of another application');
    const again = new DatabaseSync(fixture.path);
    expect(again.prepare('SELECT count(*) AS n FROM appointment').get()).toEqual({ n: 0 });
    again.close();
  });

  it('is refused with the remedy when it is damaged, put aside, and made anew', async () => {
    await using fixture = new RunnerFixture();
    const held = openProjectionsFile(fixture.path);
    held.writer.exec('CREATE TABLE much (bytes BLOB); INSERT INTO much VALUES (zeroblob(100000))');
    held.close();
    truncateSync(fixture.path, 20_000);
    expect(() => openProjectionsFile(fixture.path)).toThrow(/run `bali rebuild`/);
    expect(putAsideProjectionsFile(fixture.path)).toBe(`${fixture.path}.aside-1`);
    expect(existsSync(`${fixture.path}.aside-1`)).toBe(true);
    openProjectionsFile(fixture.path).close();
    expect(putAsideProjectionsFile(fixture.path)).toBe(`${fixture.path}.aside-2`);
    expect(putAsideProjectionsFile(fixture.path)).toBeUndefined();
  });

  it('of another form is ours, and is emptied', async () => {
    await using fixture = new RunnerFixture();
    const held = openProjectionsFile(fixture.path);
    held.writer.exec('CREATE TABLE old (day TEXT); PRAGMA user_version = 99');
    held.close();
    const again = openProjectionsFile(fixture.path);
    expect(again.reader.prepare('SELECT name FROM sqlite_schema').all()).toEqual([{ name: 'projection' }]);
    again.close();
  });

  it('says so when it cannot be opened at all', async () => {
    await using fixture = new RunnerFixture();
    expect(() => openProjectionsFile(join(fixture.directory, 'no', 'such.db'))).toThrow(/cannot be opened \(ENOENT/);
    const folder = join(fixture.directory, 'folder');
    mkdirSync(folder);
    expect(() => openProjectionsFile(folder)).toThrow(NotAProjectionsFile);
  });
});
