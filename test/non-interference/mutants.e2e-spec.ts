import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { History } from './history.js';
import { Installation } from './installation.js';
import { INSPECTION_MUTANTS } from './inspection-mutants.js';
import { SITE_MUTANTS } from './mutants.js';
import { armsOf, ONLOOKERS, play, type Playing } from './play.js';
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

/** One patient, whose cells are thawed and used half a year later in one arm, and not in the other. */
const LONG: History = { ...SHORT, patients: [{ site: 'REI', day: 0, until: 'used' }] };

/** Two lists: with one, both patients are in the same arm; with the other, both are in the other. */
const listWith = (arms: string) =>
  Array.from({ length: 100 }, (_, number) => `list ${number}`).find((list) => armsOf(list, 2).join('') === arms) ?? '';
const ONE_LIST = listWith('AA');
const ANOTHER = listWith('BB');

let installation: Installation;

beforeAll(async () => {
  installation = await Installation.prepare();
});
afterAll(() => installation[Symbol.dispose]());

/** Where two worlds differ that have this wrong with them. */
async function noticed(history: History, playing: Playing): Promise<string | undefined> {
  const one = await play(installation, history, ONE_LIST, { onlookers: ONLOOKERS, ...playing });
  const other = await play(installation, history, ANOTHER, { onlookers: ONLOOKERS, ...playing });
  return difference(one.transcript, other.transcript);
}

describe('[EMA-621-blind] the test of non-interference notices', () => {
  it.each(Object.entries(SITE_MUTANTS))('%s', async (_, mutation) => {
    expect(await noticed(SHORT, { mutation, apis: ['site'] })).toBeDefined();
  });

  it.each(Object.entries(INSPECTION_MUTANTS))('%s', async (_, mutation) => {
    expect(await noticed(LONG, { mutation, apis: ['inspection'] })).toBeDefined();
  });

  it.each(Object.entries({ SHORT, LONG }))('nothing where nothing is wrong: %s', async (_, history) => {
    expect(await noticed(history, {})).toBeUndefined();
  });
});
