import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Role } from '@bali/access';
import { somebody } from '@bali/access/testing';
import { once } from 'node:events';
import { connect } from 'node:net';
import { SampleController } from '../../testing/sample-api.js';
import { codeOf, type SampleApplication, startSample, tokens, visits } from '../../testing/sample-application.js';

let sample: SampleApplication;

beforeAll(async () => {
  sample = await startSample();
});

afterAll(() => sample.app.close());

describe('a feed', () => {
  const token = () => tokens.tokenFor(somebody('monitor'));

  async function open(at: string, last?: string, signal?: AbortSignal): Promise<Response> {
    const headers = {
      authorization: `Bearer ${await token()}`,
      ...(last === undefined ? {} : { 'last-event-id': last }),
    };
    return fetch(`${at}/v1/feed`, { headers, ...(signal === undefined ? {} : { signal }) });
  }

  async function idsOf(response: Response, count: number): Promise<readonly number[]> {
    let seen = '';
    for await (const chunk of response.body!) {
      seen += Buffer.from(chunk as Uint8Array).toString();
      const ids = [...seen.matchAll(/^id: (\d+)\n/gm)].map(([, id]) => Number(id));
      if (ids.length >= count) return ids.slice(0, count);
    }
    return [];
  }

  async function until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise((resolve) => setImmediate(resolve));
  }

  it('begins where the client was, and ends its source when the client goes', async () => {
    expect(await idsOf(await open(sample.url), 3)).toEqual([0, 1, 2]);
    const response = await open(sample.url, '41');
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await idsOf(response, 3)).toEqual([42, 43, 44]);
    await until(() => SampleController.following === 0);
    for (const last of ['-1', 'x', '1.5', '1'.repeat(20)]) {
      expect(await codeOf(await open(sample.url, last))).toEqual([400, 'last-event-id-malformed']);
    }
  });

  it('is refused to an account, or an address, that has all that it may have, and to nobody else', async () => {
    const few = await startSample({
      feedLimits: { perAccount: 2, perAddress: 3, inAll: 4 },
      trustProxy: ['127.0.0.1'],
    });
    const gone = new AbortController();
    const follow = async (role: Role, address: string) => {
      const authorization = `Bearer ${await tokens.tokenFor(somebody(role))}`;
      const headers = { authorization, 'x-forwarded-for': address };
      return fetch(`${few.url}/v1/feed`, { headers, signal: gone.signal });
    };
    const refused = async (role: Role, address: string) => codeOf(await follow(role, address));
    await follow('monitor', '192.0.2.1');
    await follow('monitor', '192.0.2.2');
    expect(await refused('monitor', '192.0.2.3')).toEqual([429, 'too-many-at-once']);
    await follow('investigator', '192.0.2.2');
    await follow('investigator', '192.0.2.2');
    expect(await refused('inspector', '192.0.2.2')).toEqual([429, 'too-many-at-once']);
    expect(await refused('inspector', '192.0.2.1')).toEqual([503, 'not-available']);
    gone.abort();
    await until(() => SampleController.following === 0);
    expect((await few.get('/v1/feed', 'monitor', { 'x-forwarded-for': '192.0.2.1' })).status).toBe(200);
    await few.app.close();
  });

  it('ends when the application closes, after which nothing is accepted', async () => {
    const { app: closing, url: at } = await startSample();
    const feed = await open(at);
    const whole = feed.text();
    await until(() => SampleController.following === 1);
    await closing.close();
    expect(await whole).toContain('id: 0\n');
    expect(SampleController.following).toBe(0);
    await expect(fetch(`${at}/health/live`)).rejects.toThrow();
  });

  it('does not keep the application from closing, nor does a request that never ends', async () => {
    const { app: closing, url: at } = await startSample({ closeWithinMs: 20 });
    const socket = connect(Number(new URL(at).port), '127.0.0.1');
    const gone = once(socket, 'close');
    socket.on('error', () => undefined);
    socket.write(`POST ${visits} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{`);
    await fetch(`${at}/health/live`);
    await closing.close();
    await gone;
    expect(socket.destroyed).toBe(true);
  });
});
