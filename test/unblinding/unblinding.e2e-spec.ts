import { onlyWith, program } from '@bali/event-store/testing';
import {
  bringPatient,
  bringPatients,
  openTrial,
  signatureFor,
  type SiteApiUnderTest,
  someoneIn,
  startSiteApi,
  takeStep,
} from '@bali-app/site-api/testing';
import { LEDGERS } from '@bali/ledger';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('verify_allocation.py', import.meta.url));
const REASON = 'septic shock, the unit must know what was implanted';
const INVESTIGATOR = someoneIn('investigator');
const SPONSOR = someoneIn('sponsor-coordinator');
const EMERGENCY = { reason: REASON, ...signatureFor('emergency-unblinding') };

interface Allocation {
  readonly patient: string;
  readonly arm: string;
  readonly inclusionProof: readonly string[];
  readonly next: readonly string[];
}
interface Unblinded {
  readonly code?: string;
  readonly events: readonly string[];
  readonly allocation: Allocation;
}

interface Entry {
  readonly kind: string;
  readonly person: { readonly userId: string; readonly role: string };
  readonly patient?: string;
  readonly since: string;
  readonly until?: string;
  readonly event: string;
}

let api: SiteApiUnderTest;
let patient: string;

beforeAll(async () => {
  api = await startSiteApi();
  await openTrial(api);
  patient = await bringPatient(api, 'implanted');
});
afterAll(() => api[Symbol.asyncDispose]());

const registerFor = (as: ReturnType<typeof someoneIn>) => api.read<readonly Entry[]>('/v1/unblinding-register', { as });
const path = (rest: string) => `/v1/patients/${patient}/${rest}`;
/** The cell therapy unit reads too: what it prepares, not an allocation. */
const reads = async () =>
  (await api.accessRecords()).filter(({ data }) => (data as { readonly what?: string }).what === 'allocation');

const PYTHON = program('there is no python3, so no other program verifies an allocation', 'python3', '--version');

async function verified(allocation: Allocation): Promise<string> {
  const committed = (await api.records()).find(({ type }) => type === 'RandomizationListCommitted');
  const { commitment } = committed!.data as { commitment: string };
  const directory = mkdtempSync(join(tmpdir(), 'bali-'));
  const file = join(directory, 'allocation.json');
  writeFileSync(file, JSON.stringify(allocation));
  const { stdout, stderr } = spawnSync('python3', [PROGRAM, file, commitment], { encoding: 'utf8' });
  rmSync(directory, { recursive: true });
  return (stdout + stderr).trim();
}

describe('an emergency unblinding', () => {
  it('is refused without a reason, a signature or the right, and nothing is written or read', async () => {
    const before = [await api.lastPosition(), (await reads()).length];
    const answers = [
      await api.post(path('emergency-unblinding'), signatureFor('emergency-unblinding')),
      await api.post(path('emergency-unblinding'), { reason: REASON }),
      await api.post(path('emergency-unblinding'), EMERGENCY, { as: someoneIn('study-coordinator') }),
      await api.post(path('emergency-unblinding'), EMERGENCY, { as: SPONSOR }),
      await api.post(path('emergency-unblinding'), EMERGENCY, { as: someoneIn('investigator', 'NAN') }),
      await api.post(path('planned-unblinding'), { reason: REASON, ...signatureFor('planned-unblinding') }),
      await api.get(path('allocation')),
      await api.get('/v1/trial/allocations', { as: SPONSOR }),
    ];
    expect(answers.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      ...['422 reason-missing', '422 signature-missing', '403 not-permitted', '403 not-permitted', '403 another-site'],
      ...['409 endpoint-not-complete', '403 not-shown-to-you', '409 trial-not-unblinded'],
    ]);
    expect([await api.lastPosition(), (await reads()).length]).toEqual(before);
    for (const { text } of answers) expect(text).not.toMatch(/placebo|"arm"|BM-MNC/);
  });

  it('[R3-315] [R3-414] [EMA-621-access] discloses one arm to one person, written before it is shown, with a proof', async () => {
    const key = 'one-emergency';
    const answer = await api.post<Unblinded>(path('emergency-unblinding'), EMERGENCY, { key });
    expect(answer.status).toBe(201);
    const { allocation, events } = answer.body;
    expect(allocation).toMatchObject({ patient, arm: expect.stringMatching(/^[AB]$/) });
    const record = (await api.records()).find(({ id }) => id === events[0]);
    expect(record).toMatchObject({
      type: 'PatientUnblinded',
      data: { kind: 'emergency', shownTo: INVESTIGATOR.userId },
    });
    expect(record?.metadata.signature?.name).toBe(INVESTIGATOR.name);
    expect(Object.keys(record!.data as object).toSorted()).toEqual(['kind', 'shownTo']);
    const [read] = await reads();
    expect(read).toMatchObject({
      data: { what: 'allocation', patient },
      metadata: { actor: { userId: INVESTIGATOR.userId } },
    });
    const again = await api.post<Unblinded>(path('emergency-unblinding'), EMERGENCY, { key });
    expect(again.body).toEqual(answer.body);
    expect((await api.read<Allocation>(path('allocation'))).arm).toBe(allocation.arm);
    expect(await reads()).toHaveLength(2);
    // Of reading it again, nobody learns more than that it was on that day.
    const { data, metadata } = (await api.accessRecords()).findLast(({ type }) => type === 'SealedDataReadOnDay')!;
    expect([data, metadata.actor.userId]).toEqual([{ day: '2011-03-02' }, INVESTIGATOR.userId]);
  });

  onlyWith(it, PYTHON)(
    '[P11-10a] gives an allocation that a program in another language verifies, and no other arm',
    async () => {
      const allocation = await api.read<Allocation>(path('allocation'));
      expect(await verified(allocation)).toMatch(/^verified: /);
      const other = allocation.arm === 'A' ? 'B' : 'A';
      expect(await verified({ ...allocation, arm: other })).toMatch(/^not verified: /);
    },
  );

  it('[EMA-621-blind] lets others see that it happened, and neither what nor why', async () => {
    for (const person of [SPONSOR, someoneIn('monitor'), someoneIn('study-coordinator'), someoneIn('safety-officer')]) {
      const log = await api.get('/v1/audit-log?type=PatientUnblinded', { as: person });
      expect(log.text).toContain(`the arm of patient ${patient} was disclosed to ${INVESTIGATOR.userId}`);
      const shown = await api.get(path('').slice(0, -1), { as: person });
      for (const { text } of [log, shown]) expect(text).not.toMatch(/septic|"arm"|placebo/);
    }
    for (const person of [INVESTIGATOR, someoneIn('cell-therapy-unit')]) {
      expect((await api.get('/v1/audit-log?type=PatientUnblinded', { as: person })).text).toContain(REASON);
    }
    expect(api.log.text()).not.toMatch(/septic/);
  });

  it('[R3-316fg] is in the register, and its person assesses the patient no more', async () => {
    const register = await registerFor(SPONSOR);
    expect(register.filter(({ kind }) => kind !== 'delegation')).toEqual([
      expect.objectContaining({
        patient,
        kind: 'emergency',
        person: expect.objectContaining({ userId: INVESTIGATOR.userId }),
      }),
    ]);
    expect(JSON.stringify(register)).not.toMatch(/"arm"/);
    const elsewhere = await registerFor(someoneIn('investigator', 'NAN'));
    expect(elsewhere).toEqual(register.filter(({ kind }) => kind === 'delegation'));
    await expect(takeStep(api, patient, 'M1')).rejects.toThrow('assessor-unblinded');
  });
});

describe('[R3-316fg] the register of the unblinded', () => {
  it('names everybody to whom a role was delegated that shows arms, since when, and nobody who is blinded', async () => {
    const unit = someoneIn('cell-therapy-unit');
    const inspector = someoneIn('inspector-with-sealed-access');
    await api.signIn(inspector);
    await api.signIn(someoneIn('inspector'));
    const delegations = (await api.accessRecords()).filter(({ type }) => type === 'RoleDelegated');
    const byDuty = (await registerFor(someoneIn('monitor'))).filter(({ kind }) => kind === 'delegation');
    const expected = [unit, inspector].map(({ userId, role }) => {
      const { id, metadata } = delegations.find(({ stream }) => stream === `account-${userId}`)!;
      return expect.objectContaining({
        person: expect.objectContaining({ userId, role }),
        event: id,
        since: metadata.recordedAt,
      });
    });
    expect(byDuty).toHaveLength(expected.length);
    expect(byDuty).toEqual(expect.arrayContaining(expected));
  });

  it('is the same whatever the unit reads and does: only access tells that', async () => {
    const as = someoneIn('cell-therapy-unit');
    const before = await registerFor(as);
    await api.read(`/v1/cell-therapy/patients/${patient}`, { as });
    expect(await registerFor(as)).toEqual(before);
  });

  it('has who took the sealed ledger along as a package, once, in the order in which people came to know', async () => {
    const { disclosures } = api.api.resources;
    const actor = { userId: 'system', name: 'Operator o', role: 'administrator', organisation: 'CHU de Reims' };
    const root = 'ab'.repeat(32);
    for (const ledger of ['trial', 'sealed', 'sealed'] as const) {
      const data = { ledger, treeSize: 1, root, texts: 'withheld' as const, package: randomUUID() };
      const shownTo = { actor, requestId: randomUUID(), source: { client: 'bali', ip: '127.0.0.1' } };
      await disclosures.record({ type: 'PackageExported', data }, shownTo);
    }
    const register = await registerFor(SPONSOR);
    expect(register.filter(({ kind }) => kind === 'package').map(({ person }) => person)).toEqual([actor]);
    expect(register.map(({ since }) => since)).toEqual(register.map(({ since }) => since).toSorted());
    expect(JSON.stringify(register)).not.toMatch(/"arm"|placebo|BM-MNC/);
  });
});

describe('who looked at the arm of a patient', () => {
  const readings = (as: ReturnType<typeof someoneIn>, of = patient) =>
    api.get<readonly { person: { userId: string }; sentence: string }[] & { code?: string; detail?: string }>(
      `/v1/patients/${of}/arm-readings`,
      { as },
    );

  it('[EMA-621-access] is told to whoever may know it by their duty, who is then among the readers', async () => {
    const unit = someoneIn('cell-therapy-unit');
    const officer = someoneIn('unblinded-safety-officer');
    for (const as of [unit, officer]) {
      const { status, body } = await readings(as);
      expect(status).toBe(200);
      const people = body.map(({ person }) => person.userId);
      expect(people).toEqual(expect.arrayContaining([INVESTIGATOR.userId, as.userId]));
    }
    expect((await readings(unit, 'REI-999')).body.code).toBe('not-found');
  });

  it('[EMA-621-blind] is refused to all others, who are told of the register, and to the sponsor until the unblinding', async () => {
    for (const as of [INVESTIGATOR, someoneIn('monitor'), someoneIn('inspector')]) {
      const { status, body } = await readings(as);
      expect([status, body.detail]).toEqual([403, expect.stringContaining('GET /v1/unblinding-register')]);
    }
    for (const as of [SPONSOR, someoneIn('unblinded-statistician')]) {
      const { status, body } = await readings(as);
      expect([status, body.code]).toEqual([409, 'trial-not-unblinded']);
    }
  });
});

describe('whoever is shown an arm', () => {
  it('[R3-414] [EMA-621-blind] is told in words what was implanted, for whom and what to do, in answers of one length in either arm', async () => {
    const lengths = new Map<string, ReadonlySet<string>>();
    const as = someoneIn('cell-therapy-unit');
    await using api = await startSiteApi();
    await openTrial(api);
    // No block is longer, so that both arms are among them.
    const everyone = Array.from({ length: 8 }, () => 'implanted' as const);
    for (const another of await bringPatients(api, everyone)) {
      if (lengths.size === 2) break;
      const answers = [
        await api.post<Unblinded>(`/v1/patients/${another}/emergency-unblinding`, EMERGENCY),
        await api.get<Unblinded['allocation']>(`/v1/patients/${another}/allocation`),
        await api.get<Unblinded['allocation']>(`/v1/cell-therapy/patients/${another}`, { as }),
      ];
      const allocation = await api.read<Allocation>(`/v1/patients/${another}/allocation`);
      const product =
        allocation.arm === 'A'
          ? 'placebo cell-product: 30 mL of saline with 4 mL of peripheral blood'
          : 'bone-marrow mononuclear cells, concentrated to 30 mL';
      for (const { text, headers } of answers) {
        expect(text).toContain(
          `patient ${another} was implanted with what the randomization list prescribes: ${product}.`,
        );
        expect(Number(headers.get('content-length'))).toBe(Buffer.byteLength(text));
        expect(headers.get('cache-control')).toBe('no-store, no-transform');
      }
      expect(allocation.next[0]).toBe(`Treat patient ${another} as a person for whom this is prescribed: ${product}.`);
      const names = (headers: Headers) => [...headers.keys()].join();
      lengths.set(
        allocation.arm,
        new Set(answers.map(({ text, headers }) => `${Buffer.byteLength(text)} ${names(headers)}`)),
      );
    }
    expect(lengths.get('A')).toEqual(lengths.get('B'));
  });
});

describe('an emergency unblinding of another patient', () => {
  it('[R3-315] waits for no signature of a log: it is answered while nothing can be signed, and nothing is signed for it', async () => {
    await using api = await startSiteApi();
    await openTrial(api);
    const other = await bringPatient(api, 'implanted');
    const { logs } = api.api.resources;
    const signed = () => Promise.all(LEDGERS.map((ledger) => logs[ledger].reader.latestCheckpoint()));
    const before = await signed();
    const keys = LEDGERS.map((ledger) => join(api.directory.keys, `signing-${ledger}.json`));
    for (const file of keys) renameSync(file, `${file}.away`);
    await expect(api.api.rhythm.tick()).rejects.toThrow('signing keys');
    const answer = await api.post<Unblinded>(`/v1/patients/${other}/emergency-unblinding`, EMERGENCY);
    expect([answer.status, answer.body.allocation.patient]).toEqual([201, other]);
    for (const file of keys) renameSync(`${file}.away`, file);
    expect(await signed()).toEqual(before);
  });
});
