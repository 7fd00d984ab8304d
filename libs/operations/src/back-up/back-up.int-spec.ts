import { describe, expect, it } from '@jest/globals';
import { directoryOnDisk, sampleText, temporaryDirectory } from '@bali/event-store/testing';
import { type DataDirectory, dataDirectory, openLedger, openLedgerToRead } from '@bali/installation';
import { LEDGERS } from '@bali/ledger';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AlternatingWriter, filledDirectory, killedBackUp } from '@bali/operations/testing';
import { copyKeys, heldLedgers, makeBackUp, makeBackUpWithKeys, restoreBackUp, restoreKeys } from '../index.js';
import { summarize } from '../checked-tree.js';

const MADE_AT = '2011-03-02T09:30:00.000Z';
const SOFTWARE = { version: '1.0.0', commit: 'unknown' };

const backUp = (directory: DataDirectory, out: string) =>
  makeBackUp({ directory, out, now: () => new Date(MADE_AT), software: SOFTWARE });

async function summaryOf(directory: DataDirectory, ledger: (typeof LEDGERS)[number]) {
  const store = await openLedgerToRead(directory, ledger);
  try {
    return await summarize(store);
  } finally {
    await store.close();
  }
}

describe('a back-up', () => {
  it('[R3-433] [EMA-612] is restored with the same ledgers, texts and credentials, for its owner alone', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'));
    const out = join(temporary.path, 'back-ups', 'monday');
    const made = await backUp(directory, out);
    expect(readdirSync(out).toSorted()).toEqual([
      ...['SHA256SUMS', 'access.db', 'back-up.json', 'credentials.db', 'sealed.db', 'trial.db'],
    ]);
    expect(readdirSync(join(out, '..'))).toEqual(['monday']);
    const restored = dataDirectory(join(temporary.path, 'restored'), undefined, directory.keys);
    expect(await restoreBackUp({ from: out, directory: restored })).toEqual({
      ...{ madeAt: MADE_AT, software: SOFTWARE, ledgers: made.ledgers, fingerprint: made.fingerprint },
      texts: made.texts,
    });
    for (const ledger of LEDGERS) {
      expect(await summaryOf(restored, ledger)).toEqual(made.ledgers[ledger]);
      expect(await summaryOf(restored, ledger)).toEqual(await summaryOf(directory, ledger));
      const store = await openLedger(restored, ledger);
      const text = sampleText(`a finding of ${ledger}`);
      expect((await store.readTexts([text.hash])).authentic).toEqual(new Map([[text.hash, text]]));
      await store.close();
    }
    expect(readFileSync(restored.credentials)).toEqual(readFileSync(join(out, 'credentials.db')));
    for (const path of [...readdirSync(out).map((name) => join(out, name)), out, restored.path, restored.credentials])
      expect([path, statSync(path).mode & 0o077]).toEqual([path, 0]);
  });

  it('[R3-433] is of one instant while another process writes: no ledger refers to what another does not have', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'), 0);
    await using writer = new AlternatingWriter(directory.path);
    for (let number = 0; number < 5; number += 1) {
      await writer.writes(20);
      const { ledgers } = await backUp(directory, join(temporary.path, `back-up-${number}`));
      const { sealed, trial, access } = ledgers;
      expect(sealed.treeSize).toBeGreaterThanOrEqual(20 * (number + 1));
      expect([0, 1]).toContain(sealed.treeSize - access.treeSize);
      expect(trial.treeSize).toBeLessThanOrEqual(sealed.treeSize);
      expect(trial.treeSize).toBeGreaterThanOrEqual(access.treeSize);
      const restored = dataDirectory(join(temporary.path, `restored-${number}`), undefined, directory.keys);
      await restoreBackUp({ from: join(temporary.path, `back-up-${number}`), directory: restored });
      for (const ledger of LEDGERS) expect(await summaryOf(restored, ledger)).toEqual(ledgers[ledger]);
    }
  });

  it('[R3-433] with the keys, is restored with them and held by nobody, though another process writes meanwhile', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'), 0);
    await using writer = new AlternatingWriter(directory.path);
    await writer.writes(20);
    const [out, keys] = [join(temporary.path, 'back-up'), join(temporary.path, 'keys')];
    const options = { directory, out, now: () => new Date(MADE_AT), software: SOFTWARE };
    expect((await makeBackUpWithKeys(options, keys)).keys).toContain('head-sealed');
    await writer.writes(20);
    const restored = dataDirectory(join(temporary.path, 'restored'));
    await restoreBackUp({ from: out, directory: restored });
    await restoreKeys(keys, restored);
    expect(await heldLedgers(restored)).toEqual([]);
  });

  it('[R3-433] leaves no copy of the keys where none is made', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'), 0);
    const keys = join(temporary.path, 'keys');
    const within = {
      directory,
      out: join(directory.path, 'back-up'),
      now: () => new Date(MADE_AT),
      software: SOFTWARE,
    };
    await expect(makeBackUpWithKeys(within, keys)).rejects.toThrow(/within the data directory/);
    expect(existsSync(keys)).toBe(false);
  });

  it.each(['trial.db', 'sealed.db', 'access.db', 'credentials.db'])(
    '[R3-433] leaves nothing that looks complete when it is killed while it copies %s',
    async (file) => {
      using temporary = directoryOnDisk();
      const directory = await filledDirectory(join(temporary.path, 'data'));
      const out = join(temporary.path, 'back-up');
      expect(await killedBackUp(directory, out, file)).toBe('SIGKILL');
      expect(existsSync(out)).toBe(false);
      const [left = ''] = readdirSync(temporary.path).filter((name) => name.includes('unfinished'));
      const restored = dataDirectory(join(temporary.path, 'restored'));
      await expect(restoreBackUp({ from: join(temporary.path, left), directory: restored })).rejects.toThrow(
        /is not a finished back-up: there is no SHA256SUMS/,
      );
      expect(existsSync(restored.path)).toBe(false);
      await backUp(directory, out);
      await restoreBackUp({ from: out, directory: restored });
    },
  );

  it('overwrites nothing, and leaves nothing behind when it fails', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'));
    const out = join(temporary.path, 'back-up');
    await backUp(directory, out);
    await expect(backUp(directory, out)).rejects.toThrow(/is not empty/);
    await expect(backUp(directory, join(directory.path, 'back-up'))).rejects.toThrow(/is within the data directory/);
    writeFileSync(directory.credentials, 'minutes of a meeting\n'.repeat(400));
    await expect(backUp(directory, join(temporary.path, 'another'))).rejects.toThrow(/not a database/);
    const nothing = dataDirectory(join(temporary.path, 'nothing'));
    await expect(backUp(nothing, join(temporary.path, 'another'))).rejects.toThrow(/there is no ledger at/);
    expect(readdirSync(temporary.path).toSorted()).toEqual(['back-up', 'data']);
  });
});

describe('restoring', () => {
  it('is refused where there is anything but keys', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'));
    const out = join(temporary.path, 'back-up');
    await backUp(directory, out);
    await expect(restoreBackUp({ from: out, directory })).rejects.toThrow(/is not empty \(access\.db, /);
    const withKeys = dataDirectory(join(temporary.path, 'with-keys'));
    mkdirSync(withKeys.keys, { recursive: true });
    writeFileSync(join(withKeys.keys, 'sealing.json'), 'kept');
    await restoreBackUp({ from: out, directory: withKeys });
    expect(readFileSync(join(withKeys.keys, 'sealing.json'), 'utf8')).toBe('kept');
  });

  it('that was not finished keeps every ledger closed, so that no empty one is made beside the others', async () => {
    using temporary = temporaryDirectory();
    const out = join(temporary.path, 'back-up');
    await backUp(await filledDirectory(join(temporary.path, 'data')), out);
    const directory = dataDirectory(join(temporary.path, 'killed'));
    mkdirSync(directory.restoring, { recursive: true });
    await expect(openLedger(directory, 'trial')).rejects.toThrow(/a back-up is being restored into/);
    await expect(openLedgerToRead(directory, 'trial')).rejects.toThrow(/a back-up is being restored into/);
    await expect(restoreBackUp({ from: out, directory })).rejects.toThrow(/a restore in it that was not finished/);
    expect(readdirSync(directory.path)).toEqual(['restoring']);
  });
});

describe('copied keys', () => {
  it('are in a directory of their own, are never in a back-up, and are put back where there are none', async () => {
    using temporary = temporaryDirectory();
    const directory = await filledDirectory(join(temporary.path, 'data'));
    const out = join(temporary.path, 'keys');
    writeFileSync(join(directory.keys, 'signer.lock'), '');
    const names = ['head-access', 'head-sealed', 'head-trial', 'installation.json', 'sealing.json'];
    expect((await copyKeys(directory, out)).toSorted()).toEqual(names);
    await expect(restoreKeys(out, directory)).rejects.toThrow(/never overwritten/);
    const restored = dataDirectory(join(temporary.path, 'restored'));
    expect((await restoreKeys(out, restored)).toSorted()).toEqual(names);
    expect(readFileSync(join(restored.keys, 'sealing.json'), 'utf8')).toBe('{"keys":[]}');
    expect(statSync(join(restored.keys, 'sealing.json')).mode & 0o077).toBe(0);
    writeFileSync(join(out, 'sealing.json'), '{"keys":[{}]}');
    const again = dataDirectory(join(temporary.path, 'again'));
    await expect(restoreKeys(out, again)).rejects.toThrow(/sealing\.json is not what was backed up/);
    expect(existsSync(again.keys)).toBe(false);
  });
});
