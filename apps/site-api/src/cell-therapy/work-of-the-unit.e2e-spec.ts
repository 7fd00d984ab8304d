import { LEDGERS } from '@bali/ledger';
import type { Arm } from '@bali/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  bringPatients,
  fate,
  LAST_RECORD_AT,
  type Milestone,
  openTrial,
  readCells,
  recordCells,
  type SiteApiUnderTest,
  startSiteApi,
} from '../../testing/index.js';

let api: SiteApiUnderTest;

beforeEach(async () => {
  api = await startSiteApi();
  await openTrial(api);
});
afterEach(() => api[Symbol.asyncDispose]());

/** Every reading of a stream and every append from now on: which ledger, how many events, and how long each leaf is. */
function watchStores(): readonly string[] {
  const seen: string[] = [];
  for (const ledger of LEDGERS) {
    const store = api.api.resources[`${ledger}Ledger`];
    const [read, append] = [store.readStream.bind(store), store.append.bind(store)];
    store.readStream = async (stream, from) => {
      const events = await read(stream, from);
      seen.push(`${ledger}: ${events.length} read`);
      return events;
    };
    store.append = (request) => {
      seen.push(`${ledger}: ${request.events.map(({ leaf }) => leaf.length).join(' ')} bytes appended`);
      return append(request);
    };
  }
  return seen;
}

describe('the last record of the day', () => {
  it('has the stores do the same in either arm, and no more for the last patient than for the second', async () => {
    const patients = await bringPatients(api, Array<Milestone>(8).fill('implanted'));
    const arms = new Map<string, Arm['code']>();
    for (const patient of patients) arms.set(patient, (await readCells(api, patient)).arm!);
    expect(new Set(arms.values())).toEqual(new Set(['A', 'B']));
    api.clock.set(LAST_RECORD_AT);
    const seen = watchStores();
    const work = async (patient: string, arm: Arm['code']): Promise<readonly string[]> => {
      const before = seen.length;
      await recordCells(api, patient, fate(patient, arm));
      return seen.slice(before);
    };
    // The first one has everything read once that others remember.
    const [first = '', ...others] = patients;
    await work(first, arms.get(first)!);
    const done = [];
    for (const patient of others) done.push({ arm: arms.get(patient)!, work: await work(patient, arms.get(patient)!) });
    expect(new Set(done.map(({ arm }) => arm))).toEqual(new Set(['A', 'B']));
    const [one] = done;
    expect(one!.work).toContainEqual(expect.stringMatching(/^sealed: \d+ bytes appended$/u));
    for (const other of done) expect(other.work).toEqual(one!.work);
  });
});
