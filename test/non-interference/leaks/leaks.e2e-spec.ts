import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { History } from '../history.js';
import { Installation } from '../installation.js';
import { someone } from '../people.js';
import { endpointsIn } from '../play.js';
import type { Endpoints } from '../probe.js';
import { type InTheEnd, playSideBySide, swappedLists } from './lockstep.js';
import { ZOO } from './zoo.js';

/** One patient, whose cells are kept in one arm and not in the other. */
const HISTORY: History = {
  ...{ extras: [], swap: 0, isLocked: false },
  patients: [{ site: 'REI', day: 0, until: 'implanted' }],
};

/** Nine that come out while something happens. The others are hunted by `npm run test:leaks`. */
const BY_THE_WAY = [
  ...['field of an event', 'number of events', 'refusal', 'header', 'status', 'time, counted as work'],
  ...['line of the log', 'count of a metric', 'name of a metric'],
];
/** One that comes out when somebody who may know inspects what is sealed. */
const IN_THE_END = 'label of a metric';
const OPERATOR = { takeHome: [someone('administrator')], read: [] };

let installation: Installation;
let endpoints: Endpoints;

beforeAll(async () => {
  installation = await Installation.prepare();
  endpoints = await endpointsIn(installation);
});
afterAll(() => installation[Symbol.dispose]());

/** Where two worlds differ in which something is planted, or nothing. */
async function noticed(channel: string | undefined, inTheEnd?: InTheEnd): Promise<string | undefined> {
  const leak = ZOO.find((one) => one.channel === channel);
  const planted = leak === undefined ? {} : { leak };
  const { difference } = await playSideBySide(installation, {
    ...{ history: HISTORY, lists: swappedLists('in every run', 1), endpoints, seed: 1, questions: 5 },
    ...planted,
    ...(inTheEnd === undefined ? {} : { inTheEnd }),
  });
  return difference?.where;
}

describe('[EMA-621-blind] the zoo of leaks', () => {
  it('has at least 45, one for each channel', () => {
    const channels = ZOO.map(({ channel }) => channel);
    expect(new Set(channels).size).toBe(channels.length);
    expect(channels.length).toBeGreaterThanOrEqual(45);
    expect([...BY_THE_WAY, IN_THE_END].filter((channel) => !channels.includes(channel))).toEqual([]);
  });

  it.each(BY_THE_WAY)('has one that is noticed after a command: %s', async (channel) => {
    expect(await noticed(channel)).toBeDefined();
  });

  it(`has one that is noticed in the end: ${IN_THE_END}`, async () => {
    expect(await noticed(IN_THE_END, OPERATOR)).toBeDefined();
  });

  it('is empty where nothing is planted: nothing is noticed', async () => {
    expect(await noticed(undefined, OPERATOR)).toBeUndefined();
  });
});
