import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { History } from './history.js';
import { Installation } from './installation.js';
import { INSPECTION_MUTANTS } from './inspection-mutants.js';
import { SITE_MUTANTS } from './mutants.js';
import { someone } from './people.js';
import { armsOf, endpointsIn, play, type Playing } from './play.js';
import type { Endpoints } from './probe.js';
import { difference, Noticed } from './transcript.js';

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
let endpoints: Endpoints;

beforeAll(async () => {
  installation = await Installation.prepare();
  endpoints = await endpointsIn(installation);
});
afterAll(() => installation[Symbol.dispose]());

/** Where two worlds differ that have this wrong with them: the second ends there. */
async function noticed(history: History, playing: Playing): Promise<string | undefined> {
  const { transcript } = await play(installation, history, ONE_LIST, { ...playing, endpoints });
  try {
    const other = await play(installation, history, ANOTHER, { ...playing, endpoints, against: transcript });
    return difference(transcript, other.transcript);
  } catch (error) {
    if (error instanceof Noticed) return error.message;
    throw error;
  }
}

/**
 * Two people look, in the end alone, at one of the APIs. A mutant that is noticed so would be noticed by more people who look more
 * often, too; and nothing is noticed so where nothing is wrong.
 */
const OPERATOR = someone('administrator');
const AT_SITES: Playing = { apis: ['site'], onlookers: [someone('monitor'), OPERATOR], isReadInTheEnd: true };
const AT_INSPECTION: Playing = { ...AT_SITES, apis: ['inspection'], onlookers: [someone('inspector'), OPERATOR] };

describe('[EMA-621-blind] the test of non-interference notices', () => {
  it.each(Object.entries(SITE_MUTANTS))('%s', async (_, mutation) => {
    expect(await noticed(SHORT, { ...AT_SITES, mutation })).toBeDefined();
  });

  it.each(Object.entries(INSPECTION_MUTANTS))('%s', async (_, mutation) => {
    expect(await noticed(LONG, { ...AT_INSPECTION, mutation })).toBeDefined();
  });

  it.each([
    ['at the sites', SHORT, AT_SITES],
    ['at the inspection', LONG, AT_INSPECTION],
  ] as const)('nothing where nothing is wrong: %s', async (_, history, looking) => {
    expect(await noticed(history, looking)).toBeUndefined();
  });
});
