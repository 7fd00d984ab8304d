import { BODIES, bringPatient, openTrial, someoneIn, startSiteApi } from '@bali-app/site-api/testing';
import { describe, expect, it } from '@jest/globals';
import { SYSTEM_ACTOR } from '@bali/access';
import { SYSTEM, thisSoftware } from '@bali/installation';
import { acceptLedger } from '@bali/operations';
import { DELETE_NEWEST_COMMIT, tamperWithFile } from '@bali/event-store/testing';

const ALTER_FIRST_EVENT = `UPDATE event SET leaf = x'7b7d' WHERE position = 0`;

/** A trial that has begun, with one patient. */
async function begun() {
  const api = await startSiteApi();
  await openTrial(api);
  const patient = await bringPatient(api, 'screened');
  return { api, patient };
}

const readiness = async (api: Awaited<ReturnType<typeof begun>>['api']) => {
  const { status, body } = await api.get<{ checks: Readonly<Record<string, string>> }>('/health/ready', { as: null });
  return [status, body.checks['ledgers-as-written']];
};

describe('a trial whose newest events somebody has deleted', () => {
  it('[P11-10a] [EMA-612] while it was stopped, is read as far as it is verified, takes nothing, and says so', async () => {
    const { api, patient } = await begun();
    await using _api = api;
    const reader = await api.signIn(someoneIn('monitor'));
    await api.stop();
    tamperWithFile(api.directory.ledgers.trial, DELETE_NEWEST_COMMIT);
    await api.start();
    expect(await readiness(api)).toEqual([503, 'down']);
    const headers = { authorization: `Bearer ${reader}` };
    const chart = await api.get<{ mayBeShort?: string }>(`/v1/patients/${patient}`, { as: null, headers });
    expect([chart.status, chart.body.mayBeShort]).toEqual([
      200,
      expect.stringMatching(/^The trial ledger is held: .*What was recorded last may be missing here\.$/),
    ]);
    const refused = await api.post('/v1/patients', BODIES.consent);
    expect([refused.status, refused.body.code]).toEqual([503, 'ledger-held']);
    expect(api.log.text()).toMatch(/"level":"error".*"ledger":"trial","why":"behind-its-mark".*A LEDGER IS HELD/);
    expect((await api.get('/metrics', { as: someoneIn('administrator') })).text).toContain(
      'ledger_held{ledger="trial"} 1',
    );
    await expect(api.api.rhythm.tick()).rejects.toThrow('The trial ledger is held');
    await api.stop();

    await acceptLedger({
      ...{ directory: api.directory, ledger: 'trial', reason: 'It was looked into, and is lost.', by: SYSTEM_ACTOR },
      ...{ ambient: SYSTEM, software: thisSoftware() },
    });
    await api.start();
    expect(await readiness(api)).toEqual([200, 'up']);
    expect((await api.post('/v1/patients', BODIES.consent)).status).toBe(201);
  });

  it('[P11-10a] while it runs, is noticed by the next request, whichever that is', async () => {
    const { api, patient } = await begun();
    await using _api = api;
    tamperWithFile(api.directory.ledgers.trial, DELETE_NEWEST_COMMIT);
    const refused = await api.post('/v1/patients', BODIES.consent);
    expect([refused.status, refused.body.code]).toEqual([503, 'ledger-held']);
    expect(await readiness(api)).toEqual([503, 'down']);
    // What was acknowledged is not denied: it is answered with the alarm, or as it was.
    const { status } = await api.get(`/v1/patients/${patient}`);
    expect([200, 503]).toContain(status);
  });
});

describe('an installation in which somebody altered an event', () => {
  it.each(['trial', 'sealed'] as const)(
    '[P11-10a] of the %s ledger while it runs, never gets to read it',
    async (ledger) => {
      const { api } = await begun();
      await using _api = api;
      tamperWithFile(api.directory.ledgers[ledger], ALTER_FIRST_EVENT);
      const { trialLedger, sealedLedger } = api.api.resources;
      const store = ledger === 'trial' ? trialLedger : sealedLedger;
      await expect(store.read(0)[Symbol.asyncIterator]().next()).rejects.toThrow(/is held/);
      expect(await readiness(api)).toEqual([503, 'down']);
    },
  );

  it.each(['trial', 'sealed', 'access'] as const)(
    '[P11-10a] of the %s ledger while it was stopped, hears of it at the start',
    async (ledger) => {
      const { api } = await begun();
      await using _api = api;
      await api.stop();
      tamperWithFile(api.directory.ledgers[ledger], ALTER_FIRST_EVENT);
      await api.start();
      expect(await readiness(api)).toEqual([503, 'down']);
      expect(api.log.text()).toMatch(new RegExp(`"ledger":"${ledger}".*A LEDGER IS HELD`));
    },
  );
});
