import { type DataDirectory, dataDirectory, openLedger, openLedgerToRead, SYSTEM } from '@bali/installation';
import { type Ledger, LEDGERS, MerkleTree, recordOf, toHex } from '@bali/ledger';
import { makeBackUp, restoreBackUp } from '@bali/operations';
import { replay } from '@bali/projections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemoProcess, type DemoResult } from '../crash/demo-process.js';

const PATIENTS = 4;
/** How many events are in the trial ledger when it is backed up. */
const BACKED_UP_AFTER = [5, 40] as const;

let root: string;
let live: DataDirectory;
let result: DemoResult;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'bali-back-up-'));
  live = dataDirectory(join(root, 'live'));
  for (const ledger of LEDGERS) await (await openLedger(live, ledger)).close();
  const demo = new DemoProcess(live.path, PATIENTS);
  for (const events of BACKED_UP_AFTER) {
    await untilGrown(events, demo.ended);
    const software = { version: '1.0.0', commit: 'unknown' };
    await makeBackUp({ directory: live, out: join(root, `back-up-${events}`), now: SYSTEM.now, software });
  }
  result = await demo.result();
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

async function untilGrown(events: number, ended: AbortSignal): Promise<void> {
  const store = await openLedgerToRead(live, 'trial');
  for await (const page of store.follow(0, ended)) if ((page.at(-1)?.position ?? -1) + 1 >= events) break;
  await store.close();
}

async function recordsOf(directory: DataDirectory, ledger: Ledger) {
  const store = await openLedgerToRead(directory, ledger);
  const records: { readonly leaf: Uint8Array; readonly type: string }[] = [];
  for await (const page of store.read()) records.push(...page.map(({ leaf }) => ({ leaf, type: recordOf(leaf).type })));
  await store.close();
  return records;
}

async function stateOf(directory: DataDirectory, position?: number) {
  const store = await openLedgerToRead(directory, 'trial');
  const { digest } = await replay(store, position === undefined ? {} : { position });
  await store.close();
  return digest;
}

describe('a back-up of an installation that people work with', () => {
  it.each(BACKED_UP_AFTER)(
    '[R3-433] of %i events is the ledgers as they were, and the state as it was',
    async (events) => {
      const restored = dataDirectory(join(root, `restored-${events}`), undefined, live.keys);
      const { ledgers } = await restoreBackUp({ from: join(root, `back-up-${events}`), directory: restored });
      const { treeSize } = ledgers.trial;
      expect(treeSize).toBeGreaterThanOrEqual(events);
      expect(treeSize).toBeLessThan(result.history.treeSize);
      for (const ledger of LEDGERS) {
        const tree = new MerkleTree();
        const size = ledgers[ledger].treeSize;
        for (const { leaf } of (await recordsOf(live, ledger)).slice(0, size)) tree.append(leaf);
        expect([ledger, toHex(tree.root())]).toEqual([ledger, ledgers[ledger].root]);
      }
      expect(await stateOf(restored)).toBe(await stateOf(live, treeSize - 1));
    },
  );

  it.each(BACKED_UP_AFTER)(
    'has what the trial ledger refers to in the sealed one, and who did it (%i events)',
    async (events) => {
      const restored = dataDirectory(join(root, `checked-${events}`), undefined, live.keys);
      await restoreBackUp({ from: join(root, `back-up-${events}`), directory: restored });
      const trial = await recordsOf(restored, 'trial');
      const sealed = await recordsOf(restored, 'sealed');
      const accounts = new Set((await recordsOf(restored, 'access')).map(({ leaf }) => recordOf(leaf).stream));
      const randomized = trial.filter(({ type }) => type === 'Randomized').length;
      expect(sealed.length).toBeGreaterThanOrEqual(randomized);
      const actors = new Set(trial.map(({ leaf }) => recordOf(leaf).metadata.actor.userId));
      expect([...actors].filter((userId) => ![...accounts].some((stream) => stream.endsWith(userId)))).toEqual([]);
    },
  );
});
