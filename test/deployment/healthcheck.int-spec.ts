import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer(({ url: path }, response) => response.writeHead(path === '/health/ready' ? 200 : 503).end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.close();
});

async function exitCodeFor(...addresses: readonly string[]): Promise<unknown> {
  const [code] = (await once(spawn(process.execPath, ['deploy/healthcheck.mjs', ...addresses]), 'exit')) as [unknown];
  return code;
}

describe('the health check of the image', () => {
  it('says of several addresses whether all are ready', async () => {
    expect(await exitCodeFor(`${url}/health/ready`, `${url}/health/ready`)).toBe(0);
    expect(await exitCodeFor(`${url}/health/ready`, `${url}/health/live`)).toBe(1);
  });

  it('is not content when nothing answers, or when it was told to ask nobody', async () => {
    expect(await exitCodeFor('http://127.0.0.1:1/health/ready')).toBe(1);
    expect(await exitCodeFor()).toBe(1);
  });
});
