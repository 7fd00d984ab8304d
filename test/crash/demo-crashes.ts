import { type DataDirectory, dataDirectory, openLedger, openLedgerToRead, storeLocationIn } from '@bali/installation';
import { EMBEDDED_STORE } from '@bali/event-store';
import { directoryOnDisk, type TemporaryDirectory } from '@bali/event-store/testing';
import { LEDGERS } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { join } from 'node:path';
import { DemoProcess, type DemoResult, untilGrown } from './demo-process.js';
import { acknowledged, Kept, ledgerOf } from './kept.js';

const PATIENTS = 4;
/**
 * How many events are in which ledger when it is killed: while accounts are made; when a slot is taken, which the
 * randomization follows; and somewhere in the middle.
 */
const KILLED_AFTER = [
  { ledger: 'access', events: 11 },
  { ledger: 'trial', events: 1 },
  { ledger: 'sealed', events: 2 },
  { ledger: 'trial', events: 45 },
] as const;

/** Starts a demo, and kills it in the middle. @returns whether it was still at work. */
async function crash(
  directory: DataDirectory,
  url: string | undefined,
  { ledger, events }: (typeof KILLED_AFTER)[number],
): Promise<boolean> {
  const store = await openLedgerToRead(directory, ledger);
  const demo = new DemoProcess(directory.path, PATIENTS, url);
  await untilGrown(store, events, demo.ended);
  const wasAtWork = await demo.kill();
  await store.close();
  return wasAtWork;
}

/**
 * What is guaranteed of a demo that is killed, wherever its ledgers are.
 * @param url a connection string for each trial that is played: none: files.
 */
export function describeDemoCrashes(name: string, url: () => string | undefined): void {
  describe(`${name}, compared with one that was not`, () => {
    let temporary: TemporaryDirectory;
    let uninterrupted: DemoResult;

    beforeAll(async () => {
      temporary = directoryOnDisk();
      uninterrupted = await new DemoProcess(join(temporary.path, 'uninterrupted'), PATIENTS).result();
    });
    afterAll(() => temporary[Symbol.dispose]());

    it('[P11-10e] loses no event that was acknowledged, has none twice, and ends as one that was never killed', async () => {
      const at = url();
      const store = at === undefined ? EMBEDDED_STORE : storeLocationIn(at);
      const directory = dataDirectory(join(temporary.path, 'killed'), store);
      for (const ledger of LEDGERS) await (await openLedger(directory, ledger)).close();
      const kept = new Kept(directory);
      let before: readonly string[] = [];
      for (const place of KILLED_AFTER) {
        expect(await crash(directory, at, place)).toBe(true);
        expect(await kept.faults()).toEqual([]);
        before = (await ledgerOf(directory)).leaves;
      }
      expect(acknowledged(directory).length).toBeGreaterThan(KILLED_AFTER.length);
      const { history, sealed, stateDigest } = await new DemoProcess(directory.path, PATIENTS, at).result();
      expect({ history, sealed, stateDigest }).toEqual({
        history: uninterrupted.history,
        sealed: uninterrupted.sealed,
        stateDigest: uninterrupted.stateDigest,
      });
      const { ids, leaves } = await ledgerOf(directory);
      expect(new Set(ids).size).toBe(ids.length);
      expect(leaves.slice(0, before.length)).toEqual(before);
      expect(before.length).toBeLessThan(leaves.length);
    });
  });
}
