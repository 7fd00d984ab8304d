import { bringPatient, openTrial, type SiteApiUnderTest, startSiteApi } from '@bali-app/site-api/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { type DataDirectory, dataDirectory, openLedger, openLedgerToRead } from '@bali/installation';
import { type Ledger, LEDGERS } from '@bali/ledger';
import { cpSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { headMark, makeOlder } from './older-installation.js';

/** Two trials that have begun, and have stopped. */
const prepared: SiteApiUnderTest[] = [];
let temporary: TemporaryDirectory;

beforeAll(async () => {
  temporary = temporaryDirectory();
  for (const seed of ['seed', 'another seed']) {
    const api = await startSiteApi(undefined, seed);
    await openTrial(api);
    await bringPatient(api, 'screened');
    await api.api.rhythm.tick();
    await api.stop();
    prepared.push(api);
  }
});

afterAll(async () => {
  for (const api of prepared) await api[Symbol.asyncDispose]();
  temporary[Symbol.dispose]();
});

/** A copy of one of the two, to do something to. */
function copy(which: 0 | 1 = 0): DataDirectory {
  const path = join(temporary.path, `copy-${readdirSync(temporary.path).length}`);
  cpSync(prepared[which]!.directory.path, path, { recursive: true });
  return dataDirectory(path);
}

/** Opens all ledgers of a directory. @returns how many events each has; or why it was refused. */
async function opened(directory: DataDirectory): Promise<readonly number[] | string> {
  const sizes: number[] = [];
  for (const ledger of LEDGERS) {
    try {
      const store = await openLedger(directory, ledger);
      sizes.push((await store.lastPosition()) + 1);
      await store.close();
      if (store.held !== undefined) return store.held.message;
    } catch (error) {
      return (error as Error).message;
    }
  }
  return sizes;
}

function removeLedger(directory: DataDirectory, ledger: Ledger): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(directory.ledgers[ledger] + suffix, { force: true });
}

describe('a ledger that is gone', () => {
  it.each(LEDGERS)('[P11-10a] is never made anew beside the others: %s', async (ledger) => {
    const directory = copy();
    removeLedger(directory, ledger);
    expect(await opened(directory)).toMatch(new RegExp(`${ledger}\\.db is gone: .*head-${ledger} .* Restore it`));
    expect(existsSync(directory.ledgers[ledger])).toBe(false);
  });

  it('[P11-10a] is not made anew where all of them are gone, or where only what was signed last is remembered', async () => {
    const directory = copy();
    for (const ledger of LEDGERS) removeLedger(directory, ledger);
    expect(await opened(directory)).toMatch(/is gone/);
    rmSync(directory.installationKeys);
    for (const ledger of LEDGERS) rmSync(headMark(directory, ledger));
    expect(await opened(directory)).toMatch(/is gone: .*signing-\w+\.last-signed\.txt says that there was a ledger/);
  });
});

describe('a ledger of another installation', () => {
  it.each(LEDGERS)('[P11-10a] is refused in the place of ours: %s', async (ledger) => {
    const directory = copy(0);
    removeLedger(directory, ledger);
    cpSync(prepared[1]!.directory.ledgers[ledger], directory.ledgers[ledger]);
    expect(await opened(directory)).toMatch(
      new RegExp(`${ledger}\\.db belongs to the installation .*, and the keys to`),
    );
  });

  it('[P11-10a] is refused where the keys are those of the other, or are missing', async () => {
    const directory = copy(0);
    rmSync(directory.installationKeys);
    expect(await opened(directory)).toMatch(/installation\.json is missing: put it back/);
    await expect(openLedgerToRead(directory, 'trial')).rejects.toThrow(/installation\.json is missing/);
    cpSync(prepared[1]!.directory.installationKeys, directory.installationKeys);
    expect(await opened(directory)).toMatch(/belongs to the installation/);
  });
});

describe('an installation of a time before there were heads', () => {
  it('gets its identity and its first heads when it is first opened, and keeps every event', async () => {
    const directory = copy();
    const before = await opened(directory);
    makeOlder(directory);
    expect(await opened(directory)).toEqual(before);
    expect(existsSync(directory.installationKeys)).toBe(true);
    for (const ledger of LEDGERS) expect(existsSync(headMark(directory, ledger))).toBe(true);
    expect(await opened(directory)).toEqual(before);
  });

  it('[P11-10a] gets none when one of its ledgers is that of another installation', async () => {
    for (const ledger of LEDGERS) {
      const [ours, others] = [copy(0), copy(1)];
      makeOlder(ours);
      makeOlder(others);
      cpSync(others.ledgers[ledger], ours.ledgers[ledger]);
      expect(await opened(ours)).toMatch(/is not signed by .*signing-|does not hold the randomization list/);
      expect(existsSync(ours.installationKeys)).toBe(false);
    }
  });

  it('[P11-10a] gets none when its sealed ledger has another list, also where nothing was signed yet', async () => {
    const [ours, others] = [copy(0), copy(1)];
    makeOlder(ours);
    makeOlder(others);
    for (const name of readdirSync(ours.keys).filter((file) => file.startsWith('signing-')))
      rmSync(join(ours.keys, name));
    for (const name of ['sealed.db', join('keys', 'sealing.json')])
      cpSync(join(others.path, name), join(ours.path, name));
    expect(await opened(ours)).toMatch(/does not hold the randomization list that .* was committed to/);
  });
});

describe('the keys', () => {
  it('may lie on another volume than the data', async () => {
    const directory = copy();
    const elsewhere = join(temporary.path, `keys-${readdirSync(temporary.path).length}`);
    cpSync(directory.keys, elsewhere, { recursive: true });
    rmSync(directory.keys, { recursive: true });
    expect(await opened(dataDirectory(directory.path, undefined, elsewhere))).toHaveLength(LEDGERS.length);
  });
});
