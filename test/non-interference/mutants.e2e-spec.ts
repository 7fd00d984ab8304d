import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { History } from './history.js';
import { Installation } from './installation.js';
import { MUTANTS } from './mutants.js';
import { armsOf, ONLOOKERS, play } from './play.js';
import { difference } from './transcript.js';

/** A short history: two patients who are treated. */
const SHORT: History = {
  patients: [
    { site: 'REI', day: 0, until: 'implanted' },
    { site: 'NAN', day: 2, until: 'implanted' },
  ],
  extras: [],
  swap: 0,
  isLocked: false,
};

/** Two lists: with one, both patients are in the same arm; with the other, both are in the other. */
const listWith = (arms: string) =>
  Array.from({ length: 100 }, (_, number) => `list ${number}`).find((list) => armsOf(list, 2).join('') === arms) ?? '';
const ONE_LIST = listWith('AA');
const ANOTHER = listWith('BB');

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.prepare();
}, 120_000);
afterAll(() => installation[Symbol.dispose]());

describe('[EMA-621-blind] the test of non-interference notices', () => {
  it.each(Object.entries(MUTANTS))(
    '%s',
    async (_, mutation) => {
      const one = await play(installation, SHORT, ONE_LIST, { mutation, onlookers: ONLOOKERS });
      const other = await play(installation, SHORT, ANOTHER, { mutation, onlookers: ONLOOKERS });
      expect(difference(one.transcript, other.transcript)).toBeDefined();
    },
    120_000,
  );

  it('nothing where nothing is wrong', async () => {
    const one = await play(installation, SHORT, ONE_LIST, { onlookers: ONLOOKERS });
    const other = await play(installation, SHORT, ANOTHER, { onlookers: ONLOOKERS });
    expect(difference(one.transcript, other.transcript)).toBeUndefined();
  }, 120_000);
});
