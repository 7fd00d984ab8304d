import { describe, expect, it } from '@jest/globals';
import { SYSTEM_ACTOR } from '@bali/access';
import { LedgerHeld, NO_STREAM } from '@bali/event-store';
import { DELETE_NEWEST_COMMIT, sampleAppend, temporaryDirectory, tamperWithFile } from '@bali/event-store/testing';
import { type DataDirectory, openLedger, openLedgerToRead, SYSTEM } from '@bali/installation';
import { type Ledger, recordOf } from '@bali/ledger';
import { filledDirectory } from '@bali/operations/testing';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { acceptLedger } from './accept-ledger.js';

const SOFTWARE = { version: '1.0.0', commit: 'unknown' };

const accept = (directory: DataDirectory, ledger: Ledger, reason = 'The disk failed; decided by two people.') =>
  acceptLedger({ directory, ledger, reason, by: SYSTEM_ACTOR, ambient: SYSTEM, software: SOFTWARE });

/** Takes the newest event and its head away, as a disk that failed may do, or a person. */
function cut({ ledgers }: DataDirectory, ledger: Ledger): void {
  tamperWithFile(ledgers[ledger], DELETE_NEWEST_COMMIT);
}

async function heldIn(directory: DataDirectory, ledger: Ledger): Promise<string | undefined> {
  const store = await openLedgerToRead(directory, ledger);
  await store.close();
  return store.held?.why;
}

/** An installation whose trial ledger has lost its end. */
async function damaged(path: string): Promise<DataDirectory> {
  const directory = await filledDirectory(join(path, 'data'));
  const store = await openLedger(directory, 'trial');
  await store.append(sampleAppend('later', NO_STREAM, 2));
  await store.close();
  cut(directory, 'trial');
  return directory;
}

describe('a ledger that is held', () => {
  it('[P11-10a] takes events again once a person has decided so, and the access ledger says who and why', async () => {
    using temporary = temporaryDirectory();
    const directory = await damaged(temporary.path);
    const before = await openLedger(directory, 'trial');
    await expect(before.append(sampleAppend('later', NO_STREAM))).rejects.toThrow(LedgerHeld);
    await before.close();
    writeFileSync(join(directory.path, 'log-trial.db'), 'the tree of the former ledger');
    const accepted = await accept(directory, 'trial');
    expect(accepted).toMatchObject({ ledger: 'trial', why: 'behind-its-mark' });
    expect(accepted.putAside).toEqual([join(directory.path, 'log-trial.db.aside-1')]);
    const store = await openLedger(directory, 'trial');
    await store.append(sampleAppend('later', NO_STREAM));
    await store.close();
    expect(await heldIn(directory, 'trial')).toBeUndefined();
    const access = await openLedgerToRead(directory, 'access');
    const [{ leaf } = { leaf: new Uint8Array() }] = await access.readStream('ledgers');
    const { type, data, metadata } = recordOf(leaf);
    expect([type, data, metadata.actor]).toEqual([
      'LedgerAccepted',
      { ledger: 'trial', why: 'behind-its-mark' },
      SYSTEM_ACTOR,
    ]);
    const { authentic } = await access.readTexts([metadata.reason ?? '']);
    expect([...authentic.values()].map(({ text }) => text)).toEqual(['The disk failed; decided by two people.']);
    await access.close();
  });

  it('is not accepted when nothing is wrong with it, while a server is at work, or before the access ledger is', async () => {
    using temporary = temporaryDirectory();
    const directory = await damaged(temporary.path);
    await expect(accept(directory, 'access')).rejects.toThrow('there is nothing to accept');
    cut(directory, 'access');
    await expect(accept(directory, 'trial')).rejects.toThrow('accept it first');
    await accept(directory, 'access');
    await accept(directory, 'trial');
    expect([await heldIn(directory, 'trial'), await heldIn(directory, 'access')]).toEqual([undefined, undefined]);
  });

  it.each(['trial', 'access'] as const)(
    '[P11-10a] is accepted to the end, and recorded once, when the command was cut off: %s',
    async (ledger) => {
      using temporary = temporaryDirectory();
      const directory = await damaged(temporary.path);
      if (ledger === 'access') cut(directory, 'access');
      const because = 'The disk failed.';
      const begun = { commandId: '5e7f1f56-3a4e-4d0b-9d7e-0c5a3c1a9b10', reason: because, by: SYSTEM_ACTOR };
      const path = join(directory.keys, `acceptance-${ledger}.json`);
      const why = await heldIn(directory, ledger);
      const begin = () => writeFileSync(path, JSON.stringify({ ...begun, why }), { mode: 0o600 });
      begin(); // Before anything was done,
      await accept(directory, ledger, 'Another reason.');
      begin(); // and after everything was.
      await accept(directory, ledger, 'Another reason.');
      expect([await heldIn(directory, ledger), existsSync(path)]).toEqual([undefined, false]);
      const access = await openLedgerToRead(directory, 'access');
      const records = (await access.readStream('ledgers')).map(({ leaf }) => recordOf(leaf));
      const { authentic } = await access.readTexts(records.map(({ metadata }) => metadata.reason ?? ''));
      await access.close();
      expect(records.map(({ data }) => data)).toEqual([{ ledger, why }]);
      expect([...authentic.values()].map(({ text }) => text)).toEqual([because]);
    },
  );

  it('[P11-10a] cannot be brought back to what it was before the decision', async () => {
    using temporary = temporaryDirectory();
    const directory = await damaged(temporary.path);
    await accept(directory, 'trial');
    cut(directory, 'trial');
    expect(await heldIn(directory, 'trial')).toBe('behind-its-mark');
  });
});
