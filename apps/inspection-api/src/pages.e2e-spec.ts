import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { someoneIn } from '@bali/identity/testing';
import { PASSWORD } from '@bali/identity/testing';
import { SampleLedger } from '@bali/inspection/testing';
import { gzipSync } from 'node:zlib';
import { InspectionApiUnderTest } from '../testing/index.js';

const file = (text: string, type: string, isImmutable = false) => {
  const bytes = Buffer.from(text);
  return { bytes, gzipped: gzipSync(bytes), type, isImmutable };
};

const api = new InspectionApiUnderTest();
const INSPECTOR = someoneIn('inspector');
const MONITOR = someoneIn('monitor');

beforeAll(async () => {
  api.pages = new Map([
    ['index.html', file('<!doctype html><title>Pages</title>', 'text/html; charset=utf-8')],
    ['assets/index-1.js', file('0;', 'text/javascript; charset=utf-8', true)],
    ['assets/worker-1.js', file('1;', 'text/javascript; charset=utf-8', true)],
  ]);
  await api.fill(new SampleLedger(30));
  await api.start();
  for (const person of [INSPECTOR, MONITOR]) await api.signIn(person);
});
afterAll(() => api[Symbol.asyncDispose]());

const nobody = (path: string, init: RequestInit = {}) => api.fetch(path, { redirect: 'manual', ...init }, null);

/** Signs in as a page does. @param origin of the page. */
async function signInFrom(origin: string | undefined, { as = INSPECTOR, cookie = '' } = {}): Promise<Response> {
  const headers = { 'content-type': 'application/json', cookie, ...(origin === undefined ? {} : { origin }) };
  const body = JSON.stringify({ userId: as.userId, password: PASSWORD });
  return nobody('/v1/page-sessions', { method: 'POST', headers, body });
}

const cookieIn = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0] ?? '')
    .join('; ');

describe('the pages', () => {
  it('are shown at every address below /pages, and at / it is said where they are', async () => {
    const root = await nobody('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/pages/']);
    for (const path of ['/pages/', '/pages/patients/REI-001', '/pages/audit-log/7?x=1']) {
      const page = await nobody(path);
      expect([page.status, await page.text()]).toEqual([200, '<!doctype html><title>Pages</title>']);
    }
    expect((await nobody('/pages/assets/gone.js')).status).toBe(404);
  });

  it('load nothing from elsewhere, and what verifies a dropped file has no network at all', async () => {
    const policyOf = async (path: string) => (await nobody(path)).headers.get('content-security-policy') ?? '';
    const policy = await policyOf('/pages/');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(await policyOf('/pages/assets/worker-1.js')).toBe("default-src 'none'");
  });

  it('may be kept by a browser where their names say what is in them, and only there', async () => {
    const kept = async (path: string) => (await nobody(path)).headers.get('cache-control');
    expect(await kept('/pages/assets/index-1.js')).toContain('immutable');
    expect(await kept('/pages/')).toBe('no-store');
  });
});

describe('a session of the pages', () => {
  it('[P11-10d] is a cookie that no script reads and no other site has sent; its token is in no answer', async () => {
    const answer = await signInFrom(api.url);
    const [session = ''] = answer.headers.getSetCookie();
    expect(answer.status).toBe(201);
    expect(session).toMatch(/^bali-session-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const body = await answer.text();
    expect(body).not.toContain('token');
    expect(JSON.parse(body)).toMatchObject({ person: { userId: INSPECTOR.userId, role: 'inspector' } });
    const current = await nobody('/v1/sessions/current', { headers: { cookie: cookieIn(answer) } });
    expect(current.status).toBe(200);
  });

  it('[P11-300] has the browser of several people stay known to each of them', async () => {
    const both = [await signInFrom(api.url), await signInFrom(api.url, { as: MONITOR })].map(cookieIn).join('; ');
    const devices = both.split('; ').filter((one) => one.startsWith('bali-device-'));
    expect(new Set(devices.map((one) => one.split('=')[0])).size).toBe(2);
    expect(both).not.toMatch(new RegExp(`${INSPECTOR.userId}|${MONITOR.userId}`, 'u'));
    const cookie = devices.join('; ');
    const again = [await signInFrom(api.url, { cookie }), await signInFrom(api.url, { as: MONITOR, cookie })];
    // Whoever is known is given the token of the device again, and no other one.
    expect(again.map(cookieIn).flatMap((given) => given.split('; ').filter((one) => devices.includes(one)))).toEqual(
      devices,
    );
  });

  it('begins on the pages of this server alone', async () => {
    for (const origin of [undefined, 'https://evil.example', 'null', `${api.url}.evil.example`]) {
      const { status, headers } = await signInFrom(origin);
      expect([status, headers.getSetCookie()]).toEqual([403, []]);
    }
  });

  it('[P11-10g] takes commands from the pages of this server alone', async () => {
    const cookie = cookieIn(await signInFrom(api.url));
    const make = (more: Record<string, string>, key: string) =>
      nobody('/v1/packages', {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json', 'idempotency-key': key, ...more },
        body: JSON.stringify({ ledger: 'trial', reason: 'inspection' }),
      });
    const without = await make({}, 'a');
    expect([without.status, ((await without.json()) as { code: string }).code]).toEqual([403, 'another-origin']);
    expect((await make({ origin: 'https://evil.example' }, 'b')).status).toBe(403);
    expect((await make({ origin: api.url, 'sec-fetch-site': 'cross-site' }, 'd')).status).toBe(403);
    // There is no checkpoint yet: the command was taken, and answered.
    expect((await make({ origin: api.url }, 'c')).status).toBe(409);
  });

  it('ends at once when somebody signs out, and the browser forgets it', async () => {
    const cookie = cookieIn(await signInFrom(api.url));
    const headers = { cookie, origin: api.url };
    const out = await nobody('/v1/page-sessions/current', { method: 'DELETE', headers });
    expect([out.status, out.headers.getSetCookie()[0]]).toEqual([204, expect.stringContaining('Max-Age=0')]);
    expect((await nobody('/v1/sessions/current', { headers })).status).toBe(401);
  });

  it('is none where two cookies of its name come, or a header names another token', async () => {
    const cookie = cookieIn(await signInFrom(api.url));
    const twice = await nobody('/v1/sessions/current', { headers: { cookie: `${cookie}; ${cookie}` } });
    expect(twice.status).toBe(401);
    const both = await nobody('/v1/sessions/current', { headers: { cookie, authorization: 'Bearer nonsense' } });
    expect(both.status).toBe(401);
  });
});

describe('what the pages are shown', () => {
  it('the overview of the past is for those who may replay the trial, that of the present for all', async () => {
    const as = someoneIn('monitor');
    expect((await api.get('/v1/overview', { as })).status).toBe(200);
    expect((await api.get('/v1/overview?position=3', { as })).status).toBe(403);
    const now = await api.read<{ position: number; flow: object }>('/v1/overview');
    expect(await api.read(`/v1/overview?position=${now.position}`)).toEqual(now);
  });

  it('an entry of another site is not there', async () => {
    const entries = await api.read<{ items: readonly { position: number; site?: string }[] }>('/v1/audit-log');
    const elsewhere = entries.items.find(({ site }) => site === 'REI');
    const path = `/v1/audit-log/${elsewhere?.position ?? 0}`;
    expect((await api.get(path)).status).toBe(200);
    expect((await api.get(path, { as: someoneIn('investigator', 'NAN') })).status).toBe(404);
  });

  it('[P11-10b] a leaf is given as it is stored, to those who may read the ledger whole', async () => {
    const leaf = await api.get<{ stream: string }>('/v1/ledgers/trial/leaves/0');
    expect([leaf.status, leaf.body.stream]).toEqual([200, 'trial']);
    expect((await api.get('/v1/ledgers/trial/leaves/9000')).status).toBe(404);
    expect((await api.get('/v1/ledgers/trial/leaves/0', { as: someoneIn('administrator') })).status).toBe(403);
  });

  it('[EMA-621-file] what is filtered of the audit log is given as a table, and that it is given is in the access ledger first', async () => {
    const body = { type: 'ConsentGiven', text: 'patient REI' } as const;
    const answer = await api.post('/v1/audit-log-exports', body);
    const shown = await api.read<{ items: readonly object[] }>('/v1/audit-log?type=ConsentGiven&text=patient+REI');
    const lines = answer.text.trimEnd().split('\r\n');
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8']);
    expect([answer.headers.get('x-complete'), lines.length]).toEqual(['yes', shown.items.length + 1]);
    expect(lines[0]).toContain('position;recordedAt;recordedAtSite;userId');
    const exported = (await api.accessRecords()).filter(({ type }) => type === 'AuditLogExported');
    expect(exported.map(({ data, metadata }) => [data, metadata.actor.userId])).toEqual([
      [{ entries: shown.items.length, treeSize: 30, filters: 'type=ConsentGiven&text=some' }, INSPECTOR.userId],
    ]);
  });

  it('[P11-10d] a table has what its reader may see, and nothing of another site', async () => {
    const as = someoneIn('investigator', 'NAN');
    expect((await api.post('/v1/audit-log-exports', { site: 'REI' }, { as })).status).toBe(403);
    expect((await api.post('/v1/audit-log-exports', {}, { as })).text).not.toContain('REI-');
  });
});
