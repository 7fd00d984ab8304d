import { oneTimeCode, tokenHash } from '@bali/access';
import { fromBase32 } from '@bali/identity/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { DatabaseSync } from 'node:sqlite';
import { PASSWORD, type SiteApiUnderTest, someoneIn, startSiteApi } from '../testing/index.js';

/*
 * Somebody with an account, who can write the data directory and has not its keys, tries to act as the cell therapy unit, which
 * knows every arm. What they change they put back, as they would.
 */
const MALLORY = someoneIn('monitor');
const UNIT = someoneIn('cell-therapy-unit');
const OWN = 'a password that mallory knows';

let api: SiteApiUnderTest;
beforeAll(async () => {
  api = await startSiteApi();
  for (const person of [MALLORY, UNIT]) await api.tokenFor(person);
  expect((await change({ userId: MALLORY.userId, password: PASSWORD, newPassword: OWN })).status).toBe(204);
});
afterAll(() => api[Symbol.asyncDispose]());

const change = (body: object) => api.post('/v1/password', body, { as: null });
const signIn = async (userId: string, password: string, more: object = {}) => {
  const { status, body } = await api.post<{ token?: string; code?: string }>(
    '/v1/sessions',
    { userId, password, ...more },
    { as: null },
  );
  return { status, ...body };
};
const current = (token: string) =>
  api.get('/v1/sessions/current', { as: null, headers: { authorization: `Bearer ${token}` } });
const REFUSED = { status: 401, code: 'sign-in-refused' };

/** Runs a change of the credentials file while the server runs, and takes it back. */
type Attack = (
  attack: (file: DatabaseSync) => void,
  tried: () => Promise<void>,
  putBack: (file: DatabaseSync) => void,
) => Promise<void>;

function alter(work: (file: DatabaseSync) => void): void {
  const file = new DatabaseSync(api.directory.credentials, { timeout: 5_000 });
  try {
    work(file);
  } finally {
    file.close();
  }
}

async function stopped(work: (file: DatabaseSync) => void): Promise<void> {
  await api.stop();
  alter(work);
  await api.start();
}

const HOW: readonly (readonly [string, Attack])[] = [
  [
    'while it runs',
    async (attack, tried, putBack) => {
      alter(attack);
      await tried();
      alter(putBack);
    },
  ],
  [
    'while it is stopped',
    async (attack, tried, putBack) => {
      await stopped(attack);
      await tried();
      await stopped(putBack);
    },
  ],
];

async function counted(row: string): Promise<number> {
  const { text } = await api.get('/metrics', { as: someoneIn('administrator') });
  return Number(new RegExp(`^credentials_misfits_total\\{row="${row}"\\} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
}

/** What is known of an attack afterwards: an error that names row and account, a number, and no secret in either. */
async function expectNoticed(row: string, secrets: readonly string[]): Promise<void> {
  expect(await counted(row)).toBeGreaterThan(0);
  const lines = api.log.lines().filter(({ msg }) => String(msg).includes('credentials.db DOES NOT FIT'));
  expect(lines.at(-1)).toMatchObject({ level: 'error', row, userId: UNIT.userId });
  for (const secret of secrets) expect(JSON.stringify(lines)).not.toContain(secret);
}

describe.each(HOW)('[P11-300] whoever writes into the credentials file %s', (_, during) => {
  beforeEach(() => api.clock.set(new Date(api.clock.now().getTime() + 5 * 60_000).toISOString()));

  it("signs in as nobody else with the hash of a password of one's own", async () => {
    let its = '';
    let own = '';
    const set = (file: DatabaseSync, hash: string) =>
      file.prepare('UPDATE password SET hash = ? WHERE user_id = ?').run(hash, UNIT.userId);
    await during(
      (file) => {
        const hashOf = file.prepare('SELECT hash FROM password WHERE user_id = ?');
        its = String(hashOf.get(UNIT.userId)?.['hash']);
        own = String(hashOf.get(MALLORY.userId)?.['hash']);
        set(file, own);
      },
      async () => {
        expect(await signIn(UNIT.userId, OWN)).toMatchObject(REFUSED);
        expect(await signIn(UNIT.userId, PASSWORD)).toMatchObject(REFUSED);
        await expectNoticed('password', [its, own, OWN]);
      },
      (file) => set(file, its),
    );
    expect(await signIn(UNIT.userId, PASSWORD)).toMatchObject({ status: 201 });
  });

  it('is in no session of anybody else with a token that nobody was given', async () => {
    const { token = '' } = await signIn(UNIT.userId, PASSWORD);
    const forged = 'm'.repeat(43);
    const set = (to: string, from: string) => (file: DatabaseSync) =>
      file.prepare('UPDATE session SET token_hash = ? WHERE token_hash = ?').run(tokenHash(to), tokenHash(from));
    await during(
      set(forged, token),
      async () => {
        expect((await current(forged)).status).toBe(401);
        await expectNoticed('session', [forged, tokenHash(forged)]);
      },
      set(token, forged),
    );
    expect((await current(token)).status).toBe(200);
  });

  it("gives no one-time code of a secret of one's own", async () => {
    const as = { headers: { authorization: `Bearer ${(await signIn(UNIT.userId, PASSWORD)).token ?? ''}` }, as: null };
    const begun = await api.post<{ uri: string }>('/v1/one-time-code', { password: PASSWORD }, as);
    const its = fromBase32(new URL(begun.body.uri).searchParams.get('secret') ?? '');
    const code = (secret: Uint8Array) => ({ oneTimeCode: oneTimeCode(secret, api.clock.now()) });
    expect((await api.post('/v1/one-time-code/confirmation', code(its), as)).status).toBe(204);
    api.clock.set(new Date(api.clock.now().getTime() + 5 * 60_000).toISOString());
    const own = Buffer.alloc(20, 9);
    const set = (secret: Uint8Array) => (file: DatabaseSync) =>
      file.prepare('UPDATE one_time_code SET secret = ? WHERE user_id = ?').run(secret, UNIT.userId);
    await during(
      set(own),
      async () => {
        expect(await signIn(UNIT.userId, PASSWORD, code(own))).toMatchObject(REFUSED);
        await expectNoticed('one-time-code', [own.toString('hex'), Buffer.from(its).toString('hex')]);
      },
      set(its),
    );
    expect(await signIn(UNIT.userId, PASSWORD, code(its))).toMatchObject({ status: 201 });
    await recover(UNIT.userId);
  });
});

/** Gives somebody new credentials, without one-time codes, as two administrators do. */
async function recover(userId: string): Promise<void> {
  const administrator = someoneIn('administrator');
  await api.post(`/v1/accounts/${userId}/recovery-requests`, { reason: 'a test' }, { as: administrator });
  const another = { ...administrator, userId: 'another.administrator', name: 'Another administrator' };
  const path = `/v1/accounts/${userId}/recovery-approvals`;
  const { body } = await api.post<{ initialPassword: string }>(
    path,
    { how: 'known-personally', reason: 'a test' },
    { as: another },
  );
  const changed = await change({ userId, password: body.initialPassword, newPassword: PASSWORD });
  expect(changed.status).toBe(204);
}
