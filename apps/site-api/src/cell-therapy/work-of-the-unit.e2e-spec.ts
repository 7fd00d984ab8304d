import { CLOCK_STREAM } from '@bali/access';
import { LEDGERS } from '@bali/ledger';
import type { Arm } from '@bali/protocol';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
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

/** A reading of a stream: of which ledger, and how many events; or an append, and how long each leaf is. */
interface Work {
  readonly ledger: string;
  readonly what: string;
  readonly isAppend: boolean;
}

/** Every reading of a stream and every append from now on, but those of the watch of the clock, which comes when it comes. */
function watchStores(): readonly Work[] {
  const seen: Work[] = [];
  for (const ledger of LEDGERS) {
    const store = api.api.resources[`${ledger}Ledger`];
    const [read, append] = [store.readStream.bind(store), store.append.bind(store)];
    store.readStream = async (stream, from) => {
      const events = await read(stream, from);
      if (stream !== CLOCK_STREAM) seen.push({ ledger, what: `${events.length} read`, isAppend: false });
      return events;
    };
    store.append = (request) => {
      const bytes = request.events.map(({ leaf }) => leaf.length).join(' ');
      if (request.stream !== CLOCK_STREAM) seen.push({ ledger, what: `${bytes} bytes appended`, isAppend: true });
      return append(request);
    };
  }
  return seen;
}

/**
 * What follows the sealed ledger looks at it after each append, in its own time: the erasing of redacted texts, and the completing of
 * pending commands.
 */
const FOLLOWERS = 2;

describe('the last record of the day', () => {
  it('has the stores do the same in either arm, and no more for the last patient than for the second', async () => {
    const patients = await bringPatients(api, Array<Milestone>(8).fill('implanted'));
    const arms = new Map<string, Arm['code']>();
    for (const patient of patients) arms.set(patient, (await readCells(api, patient)).arm!);
    expect(new Set(arms.values())).toEqual(new Set(['A', 'B']));
    api.clock.set(LAST_RECORD_AT);
    const seen = watchStores();
    /** What was done until the append, and how often the ledgers were looked at after it. */
    const work = async (patient: string, arm: Arm['code']) => {
      const before = seen.length;
      await recordCells(api, patient, fate(patient, arm));
      const end = seen.findIndex(({ isAppend }, at) => isAppend && at >= before) + 1;
      while (seen.length - end < FOLLOWERS) await nextTurn();
      const after = seen.slice(end).map(({ ledger }) => ledger);
      return { done: seen.slice(before, end).map(({ ledger, what }) => `${ledger}: ${what}`), after };
    };
    // The first one has everything read once that others remember.
    const [first = '', ...others] = patients;
    await work(first, arms.get(first)!);
    const works = [];
    for (const patient of others) works.push({ arm: arms.get(patient)!, ...(await work(patient, arms.get(patient)!)) });
    expect(new Set(works.map(({ arm }) => arm))).toEqual(new Set(['A', 'B']));
    const [one] = works;
    expect(one!.done.at(-1)).toMatch(/^sealed: \d+ bytes appended$/u);
    for (const other of works) {
      expect(other.done).toEqual(one!.done);
      expect(other.after).toEqual(['sealed', 'sealed']);
    }
  });
});
