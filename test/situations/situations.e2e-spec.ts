import { openTrial, type SiteApiUnderTest, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import type { BeforeLock } from '@bali/projections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PlayedSituation } from './played-situation.js';
import { SITUATIONS } from './rows/index.js';
import { ANNULLED } from './situation.js';

const SPONSOR = someoneIn('sponsor-coordinator');
const SITES = ['REI', 'NAN', 'PAR', 'MUL', 'STR'];
/** After every moment of every situation. */
const IN_THE_END = '2012-06-01T10:00:00.000Z';

let api: SiteApiUnderTest;
const played = new Map<string, PlayedSituation>();

/** All situations at once, in the order of their moments, so that one running application is enough for all of them. */
beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api, SITES);
  for (const situation of SITUATIONS) played.set(situation.name, new PlayedSituation(api, situation));
  const turns = [...played.values()].flatMap((one) => one.turns());
  for (const { at, take } of turns.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at)))) {
    api.clock.set(at);
    await take();
  }
  api.clock.set(IN_THE_END);
  for (const one of played.values()) await one.signOff();
});
afterAll(() => api[Symbol.asyncDispose]());

describe('[EMA-63] nobody is stuck', () => {
  it('each situation has a name of its own', () => {
    expect(played.size).toBe(SITUATIONS.length);
  });

  it.each(SITUATIONS.map(({ name, status }) => [name, status] as const))('%s', async (name, status) => {
    const one = played.get(name);
    expect(one?.surprises).toEqual([]);
    const standing = await one?.standing();
    expect([standing?.status, standing?.signedOffAt !== undefined]).toEqual([status, status !== ANNULLED]);
  });

  it('nothing that is missing stands in the way of the lock', async () => {
    const { patients } = await api.read<BeforeLock>('/v1/reports/before-lock', { as: SPONSOR });
    const inTheWay = patients.flatMap(({ missing }) => missing.filter(({ isInTheWay }) => isInTheWay));
    expect([patients.length > 0, inTheWay]).toEqual([true, []]);
  });

  it('and in the end the database is locked', async () => {
    await api.record('/v1/trial/unit-statement', {}, { as: someoneIn('cell-therapy-unit') });
    const recorded = await api.record('/v1/trial/database-lock', {}, { as: SPONSOR });
    expect(recorded.events).toHaveLength(1);
  });
});
