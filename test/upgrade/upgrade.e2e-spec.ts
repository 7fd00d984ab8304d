import { BODIES, PASSWORD, type ProblemBody, SiteApiUnderTest } from '@bali-app/site-api/testing';
import { runBali } from '@bali-app/bali/testing';
import { type TemporaryDirectory, temporaryDirectory } from '@bali/event-store/testing';
import { openLedgerToRead } from '@bali/installation';
import { type Ledger, LEDGERS, parseCheckpoint, parseNote } from '@bali/ledger';
import { replay } from '@bali/projections';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type OldChart, putOldInstallation } from './old-installation.js';

/**
 * An installation that the software of commit c22179f has made: before heads, identities, commitments to credentials and the
 * second versions of most events. What came since must open it, and say the same of what is in it.
 */
let temporary: TemporaryDirectory;
let old: ReturnType<typeof putOldInstallation>;
let leavesBefore: ReturnType<typeof leavesOf>;
let api: SiteApiUnderTest;

beforeAll(async () => {
  temporary = temporaryDirectory();
  old = putOldInstallation('c22179f', join(temporary.path, 'data'));
  leavesBefore = leavesOf(LEDGERS);
  api = new SiteApiUnderTest(new Date().toISOString(), 'a seed of its own', () => old.directory);
  await api.start();
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  temporary[Symbol.dispose]();
});

/** Every leaf, as the files of ledgers have them. */
function leavesOf(ledgers: readonly Ledger[]) {
  return ledgers.map((ledger) => {
    using database = new DatabaseSync(old.directory.ledgers[ledger], { readOnly: true });
    return database
      .prepare('SELECT leaf FROM event ORDER BY position')
      .all()
      .map(({ leaf }) => Buffer.from(leaf as Uint8Array).toString('utf8'));
  });
}

const bali = (...args: readonly string[]) => runBali(args, { BALI_DATA: old.directory.path });

async function tokenOf(userId: string): Promise<string> {
  const { body } = await api.post<{ token: string }>('/v1/sessions', { userId, password: PASSWORD }, { as: null });
  return body.token;
}

const as = (token: string) => ({ as: null, headers: { authorization: `Bearer ${token}` } });

describe('[P11-10c] [CTR-58] a data directory that the software of commit c22179f has made', () => {
  it('opens with all that it holds, is ready, and gets its identity, its heads and their marks', async () => {
    expect((await api.get('/health/ready', { as: null })).body).toMatchObject({ status: 'up' });
    expect(existsSync(old.directory.installationKeys)).toBe(true);
    for (const ledger of LEDGERS) expect(existsSync(join(old.directory.keys, `head-${ledger}`))).toBe(true);
    for (const [place, leaves] of leavesOf(LEDGERS).entries())
      expect(leaves.slice(0, leavesBefore[place]!.length)).toEqual(leavesBefore[place]);
  });

  it('lets nobody in by a password that nothing binds, until an operator has bound it', async () => {
    const session = { userId: 'monitor', password: PASSWORD };
    expect((await api.post('/v1/sessions', session, { as: null })).body.code).toBe('credentials-not-bound');
    await api.stop();
    expect(await bali('accounts', 'bind', '--all', '--confirm')).toMatchObject({ exitCode: 0, errors: '' });
    await api.start();
    expect((await api.post('/v1/sessions', session, { as: null })).status).toBe(201);
  });

  it('answers about patients and the endpoint as it did', async () => {
    const monitor = as(await tokenOf('monitor'));
    const { list, charts } = old.answered;
    const { items } = (await api.get<typeof list>('/v1/patients', monitor)).body;
    expect(items.map(({ patient, status, visits }) => ({ patient, status, visits: visits.length }))).toEqual(
      list.items.map(({ patient, status, visits }) => ({ patient, status, visits: visits.length })),
    );
    for (const { patient, entries } of charts) {
      const chart = (await api.get<OldChart>(`/v1/patients/${patient}`, monitor)).body;
      // What later versions add stands beside what was entered: nothing is renamed, and nothing is gone.
      expect(chart).toMatchObject({ patient, entries: entries.map(({ id, type, data }) => ({ id, type, data })) });
    }
  });

  it('replays to one state, whether it was opened by the server or read as it was', async () => {
    const ofServer = await replay(api.api.resources.trialLedger);
    const store = await openLedgerToRead(old.directory, 'trial');
    expect((await replay(store)).digest).toBe(ofServer.digest);
    await store.close();
    expect(Object.keys(ofServer.state.patients)).toHaveLength(old.answered.charts.length);
  });

  it('shows the unit what is sealed, and takes what is recorded next', async () => {
    const unit = as(await tokenOf('cell-therapy-unit'));
    const cells = await api.get<ProblemBody & { arm?: string }>('/v1/cell-therapy/patients/NAN-001', unit);
    expect([cells.status, ['A', 'B'].includes(cells.body.arm ?? '')]).toEqual([200, true]);
    const investigator = as(await tokenOf('investigator.rei'));
    const entered = await api.post('/v1/patients', BODIES.consent, investigator);
    expect(entered.status).toBe(201);
  });

  it('[P11-10a] goes on with the log that was signed before', async () => {
    const signed = () => {
      const note = readFileSync(join(old.directory.keys, 'signing-trial.last-signed.txt'), 'utf8');
      return parseCheckpoint(parseNote(note).text).size;
    };
    const before = signed();
    await api.api.rhythm.tick();
    expect(signed()).toBeGreaterThan(before);
    expect((await api.get('/health/ready', { as: null })).body).toMatchObject({ status: 'up' });
  });

  it('is well by bali check, is exported and verified, and is backed up and restored', async () => {
    await api.stop();
    expect(await bali('check')).toMatchObject({ exitCode: 0 });
    const place = join(temporary.path, 'package.zip');
    expect(await bali('export', '--ledger', 'trial', '--out', place)).toMatchObject({ exitCode: 0 });
    expect(await bali('verify', place)).toMatchObject({ exitCode: 0 });
    const backUp = join(temporary.path, 'back-up');
    expect(await bali('backup', '--out', backUp)).toMatchObject({ exitCode: 0 });
    const restored = { BALI_DATA: join(temporary.path, 'restored'), BALI_KEYS: old.directory.keys };
    const restore = await runBali(['restore', '--from', backUp], restored);
    expect([restore.exitCode, restore.errors]).toEqual([0, '']);
  });
});
