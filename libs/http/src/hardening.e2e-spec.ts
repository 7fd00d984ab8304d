import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { RoleRefused, type TokenVerifier } from '@bali/access';
import { somebody } from '@bali/access/testing';
import { request } from 'node:http';
import { connect } from 'node:net';
import {
  codeOf,
  problemIn,
  type SampleApplication,
  startSample,
  tokens,
  visits,
} from '../testing/sample-application.js';

let sample: SampleApplication;

beforeAll(async () => {
  sample = await startSample();
});

afterAll(() => sample.app.close());

const tokenOf = () => tokens.tokenFor(somebody('investigator'));

/** Sends a method that `fetch` refuses to send. */
function statusOf(method: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${sample.url}/v1/patients`, { method }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('a page of another origin', () => {
  const elsewhere = { origin: 'https://elsewhere.example', 'access-control-request-method': 'POST' };

  it('is told by no answer that it may read or send anything', async () => {
    const preflight = await fetch(sample.url + visits, {
      method: 'OPTIONS',
      headers: { ...elsewhere, 'access-control-request-headers': 'authorization,content-type' },
    });
    expect(preflight.status).toBe(405);
    const answers = [preflight, await sample.get('/v1/patients', 'monitor', elsewhere), await fetch(sample.url)];
    for (const { headers } of answers) {
      const told = [...headers.keys()].filter((name) => name.startsWith('access-control-'));
      expect(told).toEqual([]);
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    }
  });

  it('[P11-10d] cannot use what a browser sends by itself: cookies and basic credentials are never looked at', async () => {
    const token = await tokenOf();
    const cookie = ['token', 'session', 'access_token', 'authorization', '__Host-session'].map((n) => `${n}=${token}`);
    const answer = await fetch(`${sample.url}/v1/patients`, { headers: { cookie: cookie.join('; ') } });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(await codeOf(answer)).toEqual([401, 'not-authenticated']);
    const basic = `Basic ${Buffer.from(`some.investigator:${token}`).toString('base64')}`;
    const tried = await fetch(`${sample.url}/v1/patients`, { headers: { authorization: basic } });
    expect(tried.headers.get('www-authenticate')).toBe('Bearer');
    expect(await codeOf(tried)).toEqual([401, 'not-authenticated']);
  });

  it('[P11-10d] cannot pass a token in the address or in a form', async () => {
    const token = await tokenOf();
    const asked = await fetch(`${sample.url}/v1/patients?access_token=${token}`);
    expect(await codeOf(asked)).toEqual([401, 'not-authenticated']);
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/plain']) {
      const headers = { 'content-type': type, 'idempotency-key': 'k' };
      const sent = await fetch(sample.url + visits, { method: 'POST', headers, body: `access_token=${token}` });
      expect(await codeOf(sent)).toEqual([415, 'unsupported-media-type']);
    }
  });
});

describe('a method that no route has', () => {
  it('is refused, and nothing of the request is echoed', async () => {
    expect(await statusOf('TRACE')).toBe(405);
    expect(await statusOf('PUT')).toBe(405);
  });
});

describe('a request whose end is ambiguous', () => {
  it('is refused, so that nobody can hide a second one in it', async () => {
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    const hidden = 'GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n';
    const lengths = `Content-Length: ${hidden.length + 5}\r\nTransfer-Encoding: chunked\r\n`;
    socket.write(`POST ${visits} HTTP/1.1\r\nHost: x\r\n${lengths}\r\n0\r\n\r\n${hidden}`);
    let answers = '';
    for await (const chunk of socket) answers += String(chunk);
    expect(answers).toMatch(/^HTTP\/1\.1 400 /);
    expect(answers.match(/HTTP\/1\.1/g)).toHaveLength(1);
  });
});

describe('a header that could be read in two ways', () => {
  /** Sends lines that `fetch` would not send. @returns the status and the code of the answer. */
  async function answerTo(...lines: readonly string[]): Promise<readonly unknown[]> {
    const socket = connect(Number(new URL(sample.url).port), '127.0.0.1');
    const body = JSON.stringify({ password: 'guess' });
    const about = ['Content-Type: application/json', `Content-Length: ${body.length}`].filter(
      (line) => !lines.some((other) => other.startsWith(line.split(':', 1)[0]!) || other.startsWith('Transfer-')),
    );
    const head = ['POST /v1/sign-ins HTTP/1.1', 'Connection: close', ...about, ...lines];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    const [, status] = /^HTTP\/1\.1 (\d+)/.exec(text) ?? [];
    return [Number(status), /"code":"([^"]+)"/.exec(text)?.[1]];
  }

  const HOST = 'Host: x';

  it.each<[string, string, readonly string[]]>([
    ['two Hosts', 'header-twice', [HOST, 'host: y']],
    ['two Hosts that are the same', 'header-twice', [HOST, HOST]],
    ['two tokens', 'header-twice', [HOST, 'Authorization: Bearer a', 'Authorization: Bearer b']],
    ['two keys', 'header-twice', [HOST, 'Idempotency-Key: a', 'Idempotency-Key: b']],
    ['two revisions', 'header-twice', [HOST, 'If-Match: "1"', 'If-Match: "2"']],
    ['two roles', 'header-twice', [HOST, 'X-Role: monitor', 'X-Role: administrator']],
    ['two types', 'header-twice', [HOST, 'Content-Type: application/json', 'Content-Type: text/plain']],
    ['two request ids', 'header-twice', [HOST, 'X-Request-Id: a', 'X-Request-Id: b']],
    ['two lengths', 'malformed-request', [HOST, 'Content-Length: 20', 'Content-Length: 2']],
  ])('%s are refused', async (_, code, lines) => {
    expect(await answerTo(...lines)).toEqual([400, code]);
  });

  it('an expectation that nobody knows is ignored, and does not take the answer its body', async () => {
    expect(await answerTo(HOST, 'Expect: something')).toEqual(await answerTo(HOST));
  });

  it.each<[string, string, readonly string[]]>([
    ['that is compressed', 'unsupported-encoding', [HOST, 'Content-Encoding: gzip']],
    ['that is compressed for the way', 'unsupported-encoding', [HOST, 'Transfer-Encoding: gzip, chunked']],
    ['in another charset', 'unsupported-media-type', [HOST, 'Content-Type: application/json; charset=utf-16']],
    [
      'in two charsets',
      'unsupported-media-type',
      [HOST, 'Content-Type: application/json;charset=utf-8;charset="latin1"'],
    ],
  ])('a body %s is refused, and not read as plain', async (_, code, lines) => {
    expect(await answerTo(...lines)).toEqual([415, code]);
  });

  it('is no header that says what holds anyway', async () => {
    const plain = ['Content-Encoding: identity', 'Content-Type: application/json; charset="UTF-8"'];
    expect(await answerTo(HOST, ...plain)).toEqual([201, undefined]);
  });

  it('nor is a parameter of a query that is given twice', async () => {
    const problem = await problemIn(await sample.get('/v1/patients?limit=1&limit=2'));
    expect(problem).toMatchObject({
      code: 'invalid-input',
      errors: [{ field: '/limit', rule: 'once', message: 'must be given once' }],
    });
  });
});

describe('the address of a client', () => {
  const forwarded = {
    'x-forwarded-for': '203.0.113.9, 192.0.2.7',
    'x-real-ip': '203.0.113.9',
    forwarded: 'for=1.2.3.4',
  };

  async function addressWith(trustProxy?: readonly string[]): Promise<unknown> {
    const behind = await startSample(trustProxy === undefined ? {} : { trustProxy });
    try {
      const answer = (await (await behind.post(visits, { headers: forwarded })).json()) as { source: { ip: string } };
      return answer.source.ip;
    } finally {
      await behind.app.close();
    }
  }

  it('[P11-10h] is the one of the connection, whatever its headers say', async () => {
    expect(await addressWith()).toBe('127.0.0.1');
    expect(await addressWith(['10.0.0.0/8'])).toBe('127.0.0.1');
  });

  it('[P11-10h] is what a trusted proxy says of it: the last one that the proxy did not vouch for', async () => {
    expect(await addressWith(['127.0.0.1'])).toBe('192.0.2.7');
    expect(await addressWith(['127.0.0.1', '192.0.2.0/24'])).toBe('203.0.113.9');
  });
});

describe('somebody with several roles', () => {
  const severalRoles: TokenVerifier = {
    verify: (_, asked) => {
      if (asked?.role === undefined) return Promise.reject(new RoleRefused('role-not-chosen'));
      if (asked.role !== 'monitor') return Promise.reject(new RoleRefused('another-role'));
      return Promise.resolve(somebody('monitor'));
    },
  };

  it('[R3-438] says in X-Role in which one they act, and has no other', async () => {
    const several = await startSample({}, severalRoles);
    const read = (headers: Record<string, string>) => several.get('/v1/patients', 'monitor', headers);
    const undecided = await read({});
    expect(await problemIn(undecided)).toMatchObject({
      status: 403,
      code: 'no-role',
      detail: 'you have several roles in this trial today: say in which one you act',
    });
    expect(await codeOf(await read({ 'x-role': 'administrator' }))).toEqual([403, 'no-role']);
    expect((await read({ 'x-role': 'monitor' })).status).toBe(200);
    await several.app.close();
  });
});
