import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryDirectory } from '@bali/event-store/testing';
import { someoneIn } from '@bali/identity/testing';
import { SampleLedger, WITHHELD_TEXTS } from '@bali/inspection/testing';
import { verifyPackage, WHOLE_LEDGER } from '@bali/inspection';
import {
  equalBytes,
  formatVerifierKey,
  leafHash,
  openNote,
  parseCheckpoint,
  parseVerifierKey,
  verifyConsistency,
  verifyInclusion,
  verifyProof,
} from '@bali/ledger';
import type { EventStore } from '@bali/event-store';
import { TRIAL_LEDGER } from '@bali/installation';
import { replay } from '@bali/projections';
import {
  type LedgerLogs,
  type LedgerView,
  type PackageJob,
  PackageJobs,
  type StateView,
  type StepView,
} from '@bali/queries';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type InspectionApiUnderTest, startInspectionApi } from '../testing/index.js';
import { LEDGER_LOGS } from './following.module.js';

const EVENTS = 300;
const BLINDED = someoneIn('inspector');
const UNBLINDED = someoneIn('inspector-with-sealed-access');
const ADMINISTRATOR = someoneIn('administrator');

let api: InspectionApiUnderTest;

beforeAll(async () => {
  api = await startInspectionApi(new SampleLedger(EVENTS - 4, { withheldAt: '2026-11-23T15:00:00.000Z' }));
});
afterAll(() => api[Symbol.asyncDispose]());

const bytesAt = async (path: string) => new Uint8Array(await (await api.fetch(path, {})).arrayBuffer());

describe('the ledgers as logs', () => {
  it('gives checkpoint, tiles and entries at the paths of C2SP tlog-tiles, and they fit together', async () => {
    const [{ keys, origin }] = await api.read<[LedgerView]>('/v1/ledgers');
    const key = parseVerifierKey(keys[0]!.verifierKey);
    const checkpoint = await api.get('/v1/ledgers/trial/checkpoint');
    const head = parseCheckpoint(openNote(checkpoint.text, [key]).text);
    expect(head).toMatchObject({ origin, size: EVENTS });
    const tile = await bytesAt('/v1/ledgers/trial/tile/0/000');
    const bundle = await bytesAt('/v1/ledgers/trial/tile/entries/000');
    const length = Buffer.from(bundle).readUInt16BE(0);
    expect(equalBytes(leafHash(bundle.subarray(2, 2 + length)), tile.subarray(0, 32))).toBe(true);
    expect((await bytesAt(`/v1/ledgers/trial/tile/0/001.p/${EVENTS - 256}`)).byteLength).toBe((EVENTS - 256) * 32);
  });

  it('proves that an event is in it, and that a tree is the beginning of another', async () => {
    const from64 = (text: string) => Buffer.from(text, 'base64');
    const inclusion = await api.read<{ root: string; hashes: string[] }>('/v1/ledgers/trial/proofs/inclusion/17');
    const tile = await bytesAt('/v1/ledgers/trial/tile/0/000');
    const hash = tile.subarray(17 * 32, 18 * 32);
    expect(verifyInclusion(hash, 17, EVENTS, inclusion.hashes.map(from64), from64(inclusion.root))).toBe(true);
    const { fromRoot, toRoot, hashes } = await api.read<{ fromRoot: string; toRoot: string; hashes: string[] }>(
      '/v1/ledgers/trial/proofs/consistency?from=99',
    );
    const [older, newer] = [
      { size: 99, root: from64(fromRoot) },
      { size: EVENTS, root: from64(toRoot) },
    ];
    expect(verifyConsistency(older, newer, hashes.map(from64))).toBe(true);
  });

  it('gives the receipt of an event', async () => {
    const { text } = await api.get('/v1/ledgers/trial/receipts/17');
    const [{ keys, origin }] = await api.read<[LedgerView]>('/v1/ledgers');
    const tile = await bytesAt('/v1/ledgers/trial/tile/0/000');
    const verified = verifyProof(text, tile.subarray(17 * 32, 18 * 32), {
      origin,
      keys: [parseVerifierKey(keys[0]!.verifierKey)],
    });
    expect(verified.index).toBe(17);
  });

  it.each([
    ['/v1/ledgers/trial/tile/0/002', 404],
    ['/v1/ledgers/trial/tile/0/001', 404],
    ['/v1/ledgers/trial/tile/entries/001.p/200', 404],
    ['/v1/ledgers/trial/tile/0/..%2f..%2fcheckpoint', 404],
    ['/v1/ledgers/trial/tile/0/1', 404],
    ['/v1/ledgers/other/tile/0/000', 404],
    ['/v1/ledgers/other/checkpoint', 422],
    ['/v1/ledgers/trial/proofs/inclusion/300', 404],
    ['/v1/ledgers/trial/proofs/inclusion/x', 422],
    ['/v1/ledgers/trial/proofs/consistency?from=400', 404],
    ['/v1/ledgers/trial/proofs/consistency', 422],
    ['/v1/ledgers/trial/receipts/300', 404],
  ])('refuses %s with %i', async (path, status) => {
    const answer = await api.get(path);
    expect([path, answer.status, answer.text]).toEqual([path, status, answer.text]);
  });

  it('[R3-438] shows a blinded inspector all but the sealed ledger, and an administrator the access ledger alone', async () => {
    const ledgers = async (as: typeof BLINDED) =>
      (await api.read<readonly LedgerView[]>('/v1/ledgers', { as })).map(({ ledger }) => ledger);
    expect(await ledgers(BLINDED)).toEqual(['trial', 'access']);
    expect(await ledgers(UNBLINDED)).toEqual(['trial', 'sealed', 'access']);
    expect(await ledgers(ADMINISTRATOR)).toEqual(['access']);
    for (const path of ['sealed/checkpoint', 'sealed/tile/entries/000.p/1', 'sealed/audit-log']) {
      expect([path, (await api.get(`/v1/ledgers/${path}`, { as: BLINDED })).status]).toEqual([path, 403]);
    }
    expect((await api.get('/v1/ledgers/trial/checkpoint', { as: ADMINISTRATOR })).status).toBe(403);
    const log = await api.read<{ items: { sentence: string }[] }>('/v1/ledgers/access/audit-log', {
      as: ADMINISTRATOR,
    });
    expect(log.items.map(({ sentence }) => sentence)).toContainEqual(
      expect.stringContaining('signed in with the account administrator as administrator'),
    );
  });
});

describe('the audit log', () => {
  const sentences = async (query: string, as = BLINDED) =>
    (
      await api.read<{ items: { sentence: string; type: string; actor: { role: string } }[] }>(
        `/v1/audit-log?${query}`,
        { as },
      )
    ).items;

  it('[A11-12] is filtered by role, field and text, beside patient, site, person, kind and period', async () => {
    expect(await sentences('role=monitor')).toEqual([]);
    expect((await sentences('role=investigator&limit=5')).length).toBe(5);
    const volume = await sentences('field=/volumeMl&patient=REI-001');
    expect(volume.map(({ type }) => type)).toEqual(['DataCorrected', 'Harvested']);
    expect((await sentences('text=BONE%20MARROW&patient=REI-001')).length).toBeGreaterThan(0);
    expect(await sentences('text=no%20such%20words')).toEqual([]);
  });

  it('finds reasons, which every role of the trial may read', async () => {
    for (const reader of [BLINDED, UNBLINDED])
      expect((await sentences('text=transcription%20error', reader)).length).toBeGreaterThan(0);
  });

  describe('[EMA-621-blind] does not find what is withheld from the reader', () => {
    const NOWHERE = 'this was written nowhere in the trial at all';
    /** All that is answered, but for the moment and the request's own id. */
    const answered = async (response: Promise<Response>) => {
      const { status, headers, ...rest } = await response.then(async (answer) => ({
        ...{ status: answer.status, headers: [...answer.headers], bytes: await answer.text() },
      }));
      return { status, headers: headers.filter(([name]) => !['date', 'x-request-id'].includes(name)), ...rest };
    };
    const found = (text: string, filters: string, as = BLINDED) =>
      answered(api.fetch(`/v1/audit-log?${filters}text=${encodeURIComponent(text)}`, {}, as));
    const exported = (text: string, as = BLINDED) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': randomUUID() };
      const body = JSON.stringify({ text });
      return answered(api.fetch('/v1/audit-log-exports', { method: 'POST', headers, body }, as));
    };

    it.each([
      ['what somebody wrote who had been told an arm', WITHHELD_TEXTS.ofTheUnblinding, UNBLINDED],
      ['what a monitor flagged', WITHHELD_TEXTS.flagged, UNBLINDED],
      ['what was written within the last 7 days', WITHHELD_TEXTS.young, someoneIn('monitor')],
    ])('%s', async (_, text, finder) => {
      for (const filters of [
        '',
        'order=oldest-first&',
        'field=/narrative&',
        'field=/assessment&',
        'late=no&',
        'limit=1&',
      ])
        expect([filters, await found(text, filters)]).toEqual([filters, await found(NOWHERE, filters)]);
      expect(await exported(text)).toEqual(await exported(NOWHERE));
      expect((await found(text, '')).bytes).not.toContain(text);
      // The search does find it where it is shown: it would have told.
      expect((await found(text, '', finder)).bytes).toContain(text);
      expect((await exported(text, finder)).bytes).toContain(text);
    });

    it('and shows it nowhere else', async () => {
      const paths = [
        '/v1/audit-log?limit=200&order=newest-first',
        ...[1, 2, 3, 4].map((n) => `/v1/audit-log/${EVENTS - n}`),
      ];
      for (const path of paths)
        for (const text of Object.values(WITHHELD_TEXTS)) {
          const { status, text: bytes } = await api.get(path, { as: BLINDED });
          expect([path, status, bytes.includes(text)]).toEqual([path, 200, false]);
        }
    });
  });

  it.each(['role=king', 'field=volume', 'from=yesterday', 'limit=0', 'unheard=1', 'text=%00'])(
    'refuses the filter %s with a problem',
    async (query) => {
      const { status, body } = await api.get(`/v1/audit-log?${query}`);
      expect([status, body.code]).toEqual([422, 'invalid-input']);
    },
  );
});

describe('replay', () => {
  it('[P11-10e] gives state and digest as of any event, the same as folding from the beginning', async () => {
    const store = api.inject<EventStore>(TRIAL_LEDGER);
    for (const position of [0, 5, 6, 77, 150, EVENTS - 1]) {
      const { digest, recordedAt } = await replay(store, { position });
      const state = await api.read<StateView>(`/v1/replay/state?position=${position}&digest=true`);
      expect(state).toMatchObject({ position, digest, recordedAt });
      const byMoment = await api.read<StateView>(`/v1/replay/state?instant=${encodeURIComponent(recordedAt!)}`);
      expect(byMoment.position).toBe((await replay(store, { instant: recordedAt! })).position);
    }
  });

  it('gives lists and a patient as they were', async () => {
    const { items } = await api.read<{ items: { patient: string; status: string }[] }>(
      '/v1/replay/patients?position=8',
    );
    const { state } = await replay(api.inject<EventStore>(TRIAL_LEDGER), { position: 8 });
    expect(items.map(({ patient }) => patient)).toEqual(Object.keys(state.patients).toSorted());
    const patient = await api.read<{ entries: unknown[] }>('/v1/replay/patients/REI-001?position=8');
    expect(patient.entries.length).toBe(1);
    expect((await api.get('/v1/replay/patients/REI-001?position=3')).status).toBe(404);
    expect((await api.get('/v1/replay/state?position=300')).body.code).toBe('beyond-the-end');
  });

  it('steps from event to event, with what each changed and the digest after it', async () => {
    const { items, next } = await api.read<{ items: StepView[]; next: string }>(
      '/v1/replay/steps?from=60&to=90&limit=20&digests=true',
    );
    expect([items.length, next]).toEqual([20, '80']);
    for (const { position, digest, differences } of items) {
      expect(digest).toBe((await replay(api.inject<EventStore>(TRIAL_LEDGER), { position })).digest);
      expect(differences.length).toBeGreaterThan(0);
    }
  });

  it('answers two requests at once that take long, and refuses an account more', async () => {
    const path = '/v1/replay/steps?from=60&limit=200&digests=true';
    const answers = await Promise.all(Array.from({ length: 4 }, () => api.get(path)));
    const codes = answers.map(({ status, body }) => (status === 200 ? 'answered' : body.code));
    expect(codes.toSorted()).toEqual(['answered', 'answered', 'too-many-at-once', 'too-many-at-once']);
    expect((await api.get(path)).status).toBe(200);
  });

  it('streams the steps, and goes on after the last one that was received', async () => {
    const abort = new AbortController();
    const response = await api.fetch('/v1/replay/steps/stream', {
      headers: { 'last-event-id': '297' },
      signal: abort.signal,
    });
    let text = '';
    for await (const chunk of response.body!) {
      text += Buffer.from(chunk).toString('utf8');
      if (text.includes('id: 299')) break;
    }
    abort.abort();
    expect(text.match(/^id: \d+$/gm)).toEqual(['id: 298', 'id: 299']);
  });
});

describe('packages', () => {
  const made = async (ledger: string, as = BLINDED, key?: string) => {
    const asked = await api.post<PackageJob>(
      '/v1/packages',
      { ledger, reason: 'routine inspection' },
      { as, ...(key && { key }) },
    );
    if (asked.status !== 201) throw new Error(asked.text);
    await api.inject(PackageJobs).idle();
    return api.read<PackageJob>(`/v1/packages/${asked.body.id}`, { as });
  };

  it('[EMA-621-file] [P11-10b] are made in the background, recorded before, and verify', async () => {
    const job = await made('trial');
    expect(job).toMatchObject({ status: 'ready', treeSize: EVENTS, texts: 'included' });
    const recorded = (await api.accessRecords()).filter(({ type }) => type === 'PackageExported');
    expect(recorded.at(-1)).toMatchObject({
      data: { ledger: 'trial', treeSize: EVENTS, root: job.root, package: job.id, texts: 'included' },
      metadata: { actor: { userId: BLINDED.userId } },
    });
    using directory = temporaryDirectory();
    const path = join(directory.path, 'package.zip');
    writeFileSync(path, await bytesAt(`/v1/packages/${job.id}/file`));
    const key = formatVerifierKey(api.inject<LedgerLogs>(LEDGER_LOGS).trial.signing.verifiers[0]!);
    expect(await verifyPackage(WHOLE_LEDGER, path, { key })).toMatchObject({ treeSize: EVENTS, root: job.root });
  });

  it('of one person never take away another’s, and a person has three that wait', async () => {
    const kept = await made('trial');
    const ask = () => api.post<PackageJob>('/v1/packages', { ledger: 'trial', reason: 'x' }, { as: UNBLINDED });
    const asked = await Promise.all([ask(), ask(), ask(), ask()]);
    expect(asked.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 429]);
    await api.inject(PackageJobs).idle();
    await made('trial', UNBLINDED);
    expect((await api.read<PackageJob[]>('/v1/packages', { as: UNBLINDED })).length).toBe(3);
    expect((await api.fetch(`/v1/packages/${kept.id}/file`, {})).status).toBe(200);
  });

  it('are made once for one key, and belong to the person who asked for them', async () => {
    const one = await made('trial', BLINDED, 'the-same');
    const again = await api.post<PackageJob>(
      '/v1/packages',
      { ledger: 'trial', reason: 'routine inspection' },
      { key: 'the-same' },
    );
    expect(again.body.id).toBe(one.id);
    const other = await api.post('/v1/packages', { ledger: 'trial', reason: 'another' }, { key: 'the-same' });
    expect(other.body.code).toBe('idempotency-key-reused');
    expect((await api.get(`/v1/packages/${one.id}`, { as: UNBLINDED })).status).toBe(404);
    expect((await api.fetch(`/v1/packages/${one.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await api.get(`/v1/packages/${one.id}`)).status).toBe(404);
  });

  it('of a ledger that one may not read, or that was never signed, are refused', async () => {
    const ask = (ledger: string, as: typeof BLINDED) => api.post('/v1/packages', { ledger, reason: 'x' }, { as });
    expect((await ask('sealed', BLINDED)).status).toBe(403);
    expect((await ask('access', BLINDED)).body.code).toBe('no-checkpoint');
    expect((await ask('trial', ADMINISTRATOR)).status).toBe(403);
    expect((await ask('access', ADMINISTRATOR)).body.code).toBe('no-checkpoint');
  });

  it('of the access ledger verify too', async () => {
    await api.sign('access');
    const job = await made('access', ADMINISTRATOR);
    expect(job.failure).toBeUndefined();
    using directory = temporaryDirectory();
    const path = join(directory.path, 'package.zip');
    writeFileSync(
      path,
      new Uint8Array(await (await api.fetch(`/v1/packages/${job.id}/file`, {}, ADMINISTRATOR)).arrayBuffer()),
    );
    const key = formatVerifierKey(api.inject<LedgerLogs>(LEDGER_LOGS).access.signing.verifiers[0]!);
    expect(await verifyPackage(WHOLE_LEDGER, path, { key })).toMatchObject({
      ledger: 'access',
      treeSize: job.treeSize,
    });
  });

  it('survive a restart; what was under way then says that it was interrupted', async () => {
    const ready = await made('trial');
    const asked = await api.post<PackageJob>('/v1/packages', { ledger: 'trial', reason: 'too late' });
    await api.stop();
    await api.start();
    expect((await api.read<PackageJob>(`/v1/packages/${ready.id}`)).status).toBe('ready');
    expect(['interrupted', 'ready']).toContain((await api.read<PackageJob>(`/v1/packages/${asked.body.id}`)).status);
    expect((await api.fetch(`/v1/packages/${ready.id}/file`, {})).status).toBe(200);
  });
});
