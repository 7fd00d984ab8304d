import { afterEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_RATE_LIMITS, type HttpOptions } from '@bali/http';
import { codeOf, type SampleApplication, startSample } from '../testing/sample-application.js';

let sample: SampleApplication;

async function start(limits: Partial<typeof DEFAULT_RATE_LIMITS>, changes: Partial<HttpOptions> = {}): Promise<void> {
  sample = await startSample({ rateLimits: { ...DEFAULT_RATE_LIMITS, ...limits }, ...changes });
}

afterEach(() => sample.app.close());

const from = (address: string) => ({ 'x-forwarded-for': address });
const anonymously = (path: string) => fetch(sample.url + path);

function signIn(headers: Record<string, string> = {}): Promise<Response> {
  const all = { 'content-type': 'application/json', ...headers };
  return fetch(`${sample.url}/v1/sign-ins`, { method: 'POST', headers: all, body: '{"password":"guess"}' });
}

async function statusesOf(count: number, send: () => Promise<Response>): Promise<readonly number[]> {
  const statuses: number[] = [];
  for (let i = 0; i < count; i += 1) statuses.push((await send()).status);
  return statuses;
}

describe('a limit', () => {
  it('[P11-300] is the account’s, wherever it asks from, and is nobody else’s', async () => {
    await start({ perAccount: 2 }, { trustProxy: ['127.0.0.1'] });
    expect(await statusesOf(2, () => sample.get('/v1/patients', 'monitor', from('192.0.2.1')))).toEqual([200, 200]);
    const refused = await sample.get('/v1/patients', 'monitor', from('192.0.2.2'));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    expect(refused.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await codeOf(refused)).toEqual([429, 'too-many-requests']);
    expect((await sample.get('/v1/patients', 'investigator', from('192.0.2.1'))).status).toBe(200);
  });

  it('is the address’s, for whatever is asked, also without a token and where there is nothing', async () => {
    await start({ perAddress: 3 });
    expect((await anonymously('/v1/patients')).status).toBe(401);
    expect((await anonymously('/nowhere')).status).toBe(404);
    expect((await sample.get('/v1/patients')).status).toBe(200);
    expect(await codeOf(await anonymously('/v1/patients'))).toEqual([429, 'too-many-requests']);
    expect(await codeOf(await anonymously('/nowhere'))).toEqual([429, 'too-many-requests']);
    expect(await codeOf(await sample.post('/v1/patients/REI-001/visits'))).toEqual([429, 'too-many-requests']);
  });

  it('leaves health alone: a flood must not make a supervisor end what still works', async () => {
    await start({ perAddress: 1 });
    await statusesOf(3, () => anonymously('/nowhere'));
    expect(await statusesOf(3, () => anonymously('/health/live'))).toEqual([200, 200, 200]);
  });

  it('[P11-300] is low where credentials are tried', async () => {
    await start({ signInsPerAddress: 2 });
    expect(await statusesOf(2, () => signIn())).toEqual([201, 201]);
    expect(await codeOf(await signIn())).toEqual([429, 'too-many-requests']);
    expect((await sample.get('/v1/patients')).status).toBe(200);
  });

  it('counts by the address that a trusted proxy tells, and IPv6 by networks', async () => {
    await start({ signInsPerAddress: 1 }, { trustProxy: ['127.0.0.1'] });
    expect((await signIn(from('192.0.2.1'))).status).toBe(201);
    expect((await signIn(from('192.0.2.2'))).status).toBe(201);
    expect((await signIn(from('192.0.2.1'))).status).toBe(429);
    expect((await signIn(from('2001:db8:0:1::1'))).status).toBe(201);
    expect((await signIn(from('2001:db8:0:1:ffff::2'))).status).toBe(429);
    expect((await signIn(from('2001:db8:0:2::1'))).status).toBe(201);
  });

  it('cannot be evaded by a header when no proxy is trusted', async () => {
    await start({ signInsPerAddress: 1 });
    expect((await signIn(from('192.0.2.1'))).status).toBe(201);
    expect((await signIn(from('192.0.2.2'))).status).toBe(429);
  });
});

describe('without limits', () => {
  it('nothing is counted', async () => {
    sample = await startSample();
    const statuses = await statusesOf(DEFAULT_RATE_LIMITS.signInsPerAddress + 1, () => signIn());
    expect(new Set(statuses)).toEqual(new Set([201]));
  });
});
