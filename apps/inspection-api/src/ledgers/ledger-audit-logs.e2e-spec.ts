import { type DisclosureEvent, packageExported } from '@bali/access';
import { makeSealingKeysFile } from '@bali/blinding';
import { DisclosureLog } from '@bali/commands';
import { someoneIn } from '@bali/identity/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type InspectionApiUnderTest, startInspectionApi } from '../../testing/index.js';

interface Entry {
  readonly position: number;
  readonly type: string;
  readonly patient?: string;
  readonly actor: { readonly userId: string };
  readonly recordedAtSite: string;
  readonly data: object;
  readonly sentence: string;
}
interface Entries {
  readonly items: readonly Entry[];
  readonly next?: string;
}

const ADMINISTRATOR = someoneIn('administrator');
const INSPECTOR = someoneIn('inspector-with-sealed-access');
const LOG = '/v1/ledgers/access/audit-log';

let api: InspectionApiUnderTest;

/** That somebody of the unit, or an investigator, was shown something, at a moment. */
async function shown(at: string, userId: string, event: DisclosureEvent): Promise<void> {
  api.clock.set(at);
  const actor = { userId, name: userId, role: 'cell-therapy-unit', organisation: 'CHU de Reims' };
  const source = { client: 'test', ip: '127.0.0.1' };
  await api.inject(DisclosureLog).record(event, { actor, requestId: randomUUID(), source });
}
const read = (what: string, patient?: string): DisclosureEvent => ({
  type: 'SealedDataRead',
  data: { what, ...(patient === undefined ? {} : { patient }) },
});

beforeAll(async () => {
  api = await startInspectionApi(20);
  await api.read(LOG, { as: ADMINISTRATOR });
  await api.get('/v1/ledgers', { as: INSPECTOR });
  await shown('2026-11-24T21:30:00.000Z', 'k.benali', read('cells-of-a-patient', 'REI-001'));
  await shown('2026-11-25T09:00:00.000Z', 'k.benali', read('cells-of-a-patient', 'REI-002'));
  await shown('2026-11-25T10:00:00.000Z', 'c.martin', read('allocation', 'REI-001'));
  await shown('2026-11-25T11:00:00.000Z', 'd.statistician', read('allocations'));
  const about = { treeSize: 9, root: 'ab'.repeat(32), texts: 'withheld', package: randomUUID() } as const;
  await shown('2026-11-25T11:10:00.000Z', 'x.inspector', packageExported({ ledger: 'sealed', ...about }));
  await shown('2026-11-25T11:20:00.000Z', 'x.inspector', packageExported({ ledger: 'trial', ...about }));
});
afterAll(() => api[Symbol.asyncDispose]());

const asked = async (query: string) => (await api.read<Entries>(`${LOG}?${query}`, { as: ADMINISTRATOR })).items;
const told = async (query: string) =>
  (await asked(query)).map(({ actor, patient }) => `${actor.userId} ${patient ?? ''}`);

describe('the audit log of the access ledger', () => {
  it('[P11-10e] tells sentences, with the patient, the time in the zone of the trial and the data', async () => {
    const [entry] = await asked('type=SealedDataRead&person=c.martin');
    expect(entry).toMatchObject({
      patient: 'REI-001',
      site: 'REI',
      recordedAtSite: '2026-11-25T11:00:00+01:00',
      late: false,
      data: { what: 'allocation', patient: 'REI-001' },
      sentence:
        'On 2026-11-25 at 10:00:00 UTC (11:00:00 in Europe/Paris), c.martin (cell therapy unit, CHU de Reims) was shown data ' +
        'that would unblind: the arm of patient REI-001.',
    });
  });

  it.each([
    ['patient=REI-001', ['c.martin REI-001', 'k.benali REI-001']],
    ['patient=REI-001&order=oldest-first', ['k.benali REI-001', 'c.martin REI-001']],
    ['person=k.benali', ['k.benali REI-002', 'k.benali REI-001']],
    ['type=SealedDataRead&from=2026-11-25T10:00:00Z&before=2026-11-25T11:00:00Z', ['c.martin REI-001']],
    ['type=SealedDataRead&hours=20:00-06:00', ['k.benali REI-001']],
    [
      'type=SealedDataRead&field=/patient&role=cell-therapy-unit&text=arm, and',
      ['k.benali REI-002', 'k.benali REI-001'],
    ],
    ['type=SealedDataRead&late=yes', []],
    ['type=SealedDataRead&site=NAN', []],
  ])('[P11-10e] is filtered by %s', async (query, expected) => {
    expect(await told(query)).toEqual(expected);
  });

  it('[P11-10e] finds what is about an account by its person, whoever did it', async () => {
    const types = (await asked(`person=${INSPECTOR.userId}&limit=200`)).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['AccountCreated', 'RoleDelegated', 'SignedIn']));
  });

  it.each(['newest-first', 'oldest-first'])(
    '[P11-10e] goes on from page to page, the order being %s',
    async (order) => {
      const whole = await asked(`limit=200&order=${order}`);
      const positions: number[] = [];
      for (let cursor = ''; ;) {
        const page: Entries = await api.read(`${LOG}?limit=2&order=${order}${cursor}`, { as: ADMINISTRATOR });
        positions.push(...page.items.map(({ position }) => position));
        if (page.next === undefined) break;
        cursor = `&cursor=${page.next}`;
      }
      expect(positions).toEqual(whole.map(({ position }) => position));
      expect(positions.length).toBeGreaterThan(6);
    },
  );

  it.each(['access', 'sealed'])(
    'refuses a type of event that there is not in the %s ledger, and lists those that there are',
    async (ledger) => {
      const { status, body } = await api.get<{ errors: readonly { field: string; message: string }[] }>(
        `/v1/ledgers/${ledger}/audit-log?type=Nonsense`,
        { as: INSPECTOR },
      );
      expect(status).toBe(422);
      const one = ledger === 'access' ? 'SealedDataRead' : 'SlotTaken';
      expect(body.errors).toEqual([expect.objectContaining({ field: '/type', message: expect.stringContaining(one) })]);
    },
  );

  it('says which two times of day it expects', async () => {
    const { status, body } = await api.get<{ errors: readonly { field: string; message: string }[] }>(
      `${LOG}?hours=25:00-06:00`,
      { as: ADMINISTRATOR },
    );
    expect(status).toBe(422);
    expect(body.errors).toEqual([
      expect.objectContaining({ field: '/hours', message: expect.stringContaining('20:00-06:00') }),
    ]);
  });
});

describe('who looked at the arm of a patient', () => {
  const path = '/v1/ledgers/access/arm-readings/REI-001';

  it('[EMA-621-access] is one request for those who may know the arm', async () => {
    const readings = await api.read<readonly { person: { userId: string }; of: string; sentence: string }[]>(path, {
      as: INSPECTOR,
    });
    expect(readings.map(({ person, of }) => `${person.userId} ${of}`)).toEqual([
      'k.benali this-patient',
      'c.martin this-patient',
      'd.statistician all-patients',
      'x.inspector all-patients',
      `${INSPECTOR.userId} all-patients`,
    ]);
    expect(readings[2]?.sentence).toContain('the arms of all patients');
  });

  it('[EMA-621-blind] is nothing for anybody else', async () => {
    // Nor does a blinded inspector read an access ledger of before, which says when the unit read of which patient.
    const access = ['access/audit-log', 'access/checkpoint', 'access/tile/0/000'];
    const held = await Promise.all(
      access.map((part) => api.get(`/v1/ledgers/${part}`, { as: someoneIn('inspector') })),
    );
    expect(held.map(({ status }) => status)).toEqual([403, 403, 403]);
    for (const role of ['inspector', 'administrator', 'investigator', 'monitor'] as const) {
      const { status, body } = await api.get<{ detail: string }>(path, { as: someoneIn(role) });
      expect([status, body.detail]).toEqual([403, expect.stringContaining('GET /v1/unblinding-register')]);
    }
  });

  it('is nothing of a patient who does not exist', async () => {
    const { status, body } = await api.get(path.replace('REI-001', 'REI-999'), { as: INSPECTOR });
    expect([status, body.code]).toEqual([404, 'not-found']);
  });
});

describe('the audit log of the sealed ledger', () => {
  it('[EMA-621-access] records no reading of a request that is refused, since nothing is shown', async () => {
    // A reading is recorded once in an hour: this is another one than that of the tests before.
    api.clock.set('2026-11-25T15:00:00.000Z');
    const { sealingKeys } = api.directory;
    if ('path' in sealingKeys) makeSealingKeysFile(sealingKeys.path, new Uint8Array(32).fill(1));
    const readings = async () => (await api.accessRecords()).filter(({ type }) => type === 'SealedDataRead').length;
    const before = await readings();
    const refused = await api.get('/v1/ledgers/sealed/audit-log?cursor=MTIz', { as: INSPECTOR });
    expect([refused.status, refused.body.code]).toEqual([400, 'bad-cursor']);
    expect(await readings()).toBe(before);
    expect((await api.get('/v1/ledgers/sealed/audit-log', { as: INSPECTOR })).status).toBe(200);
    expect(await readings()).toBe(before + 1);
  });
});
