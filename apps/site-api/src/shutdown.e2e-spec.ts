import { openLedgerToRead } from '@bali/installation';
import { describe, expect, it } from '@jest/globals';
import { recordOf } from '@bali/ledger';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { BODIES, openTrial, type RecordedBody, someoneIn, startSiteApi } from '../testing/index.js';

/** As `npm test` builds it before it runs anything; a test that finds it missing fails. */
const BUILT = 'dist/apps/site-api/src/main.js';

/** An answer, or undefined where the connection was refused or cut. */
async function outcome<Answered>(asked: Promise<Answered>): Promise<Answered | undefined> {
  return asked.catch(() => undefined);
}

describe('closing', () => {
  it('loses nothing that was acknowledged, and answers or refuses everything that was under way', async () => {
    await using api = await startSiteApi('2011-02-14T10:00:00.000Z');
    await openTrial(api);
    const sent = Array.from({ length: 60 }, () => outcome(api.post<RecordedBody>('/v1/patients', BODIES.consent)));
    await sent[0];
    await api.stop();
    const answers = (await Promise.all(sent)).filter((answer) => answer !== undefined);
    const acknowledged = answers.filter(({ status }) => status === 201).map(({ body }) => body);
    expect(answers.every(({ status }) => status === 201 || status === 503)).toBe(true);
    expect(acknowledged.length).toBeGreaterThan(0);
    await api.start();
    const stored = new Set((await api.records()).map(({ id }) => id));
    for (const { events } of acknowledged) expect(stored.has(events[0]!)).toBe(true);
  });
});

interface Served {
  readonly child: ChildProcess;
  readonly url: string;
}

/** The built program on a data directory, once it listens. */
async function serve(data: string): Promise<Served> {
  const env = { PATH: process.env['PATH'], BALI_DATA: data, SITE_API_PORT: '0' };
  const child = spawn(process.execPath, [BUILT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const line of createInterface(child.stdout)) {
    const { url } = JSON.parse(line) as { url?: string };
    if (url === undefined) continue;
    child.stdout.resume();
    return { child, url };
  }
  throw new Error('it ended before it listened');
}

describe('the program', () => {
  it('ends by itself on SIGTERM, with everything that it acknowledged in the ledger', async () => {
    await using before = await startSiteApi(new Date().toISOString());
    const { directory } = before;
    const token = await before.tokenFor(someoneIn('sponsor-coordinator'));
    await before.stop();
    const { child, url } = await serve(directory.path);
    const post = async (path: string, body: unknown) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
      const init = {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { ...headers, 'idempotency-key': randomUUID() },
      };
      const response = await fetch(url + path, init);
      return { status: response.status, body: (await response.json()) as RecordedBody };
    };
    await post('/v1/trial', BODIES.registration);
    const codes = Array.from({ length: 26 }, (_, letter) => `AA${String.fromCharCode(65 + letter)}`);
    const sent = codes.map((site) => outcome(post('/v1/sites', { ...BODIES.opening, site })));
    await sent[0];
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    const answers = (await Promise.all(sent)).filter((answer) => answer?.status === 201);
    const ledger = await openLedgerToRead(directory, 'trial');
    const stored = new Set((await ledger.readStream('trial')).map(({ leaf }) => recordOf(leaf).id));
    await ledger.close();
    expect(answers.length).toBeGreaterThan(0);
    expect(answers.filter((answer) => !stored.has(answer!.body.events[0]!))).toEqual([]);
  });

  it('says in words why it does not start, and exits with 1', async () => {
    const env = { PATH: process.env['PATH'], SITE_API_PORT: 'seven', BALI_STORE: 'mysql:' };
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', BUILT], { env, stdio: 'pipe' });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, said.split('\n').length]).toEqual([1, 4]);
    expect(said).toMatch(/^the configuration is not valid:\n- BALI_STORE must be .*\n- SITE_API_PORT must be .*\n$/);
  });
});
