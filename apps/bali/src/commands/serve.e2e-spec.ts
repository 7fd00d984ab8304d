import { describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { TemporaryDirectory } from '../../testing/index.js';

const PROGRAM = join('dist', 'apps', 'bali', 'src', 'main.js');

/** Starts the built program, and waits until it listens on a number of addresses. */
async function serve(data: string, args: readonly string[], addresses: number): Promise<ChildProcess> {
  if (!existsSync(PROGRAM)) throw new Error('build first: node tools/run.mjs build');
  const env = { ...process.env, BALI_DATA: data, SITE_API_PORT: '0', INSPECTION_API_PORT: '0' };
  const child = spawn(process.execPath, [PROGRAM, 'serve', ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  let listening = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const { msg, url } = JSON.parse(line) as { msg?: string; url?: string };
    if (msg !== 'listening') continue;
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    listening += 1;
    if (listening === addresses) break;
  }
  return child;
}

async function untilThere(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** @returns the code and the signal with which it ended. */
function end(child: ChildProcess): Promise<unknown[]> {
  child.kill('SIGTERM');
  return once(child, 'exit');
}

describe('bali serve', () => {
  it('serves both APIs in one process, and closes both on SIGTERM', async () => {
    using directory = new TemporaryDirectory();
    const data = join(directory.path, 'data');
    // It ends by itself when both are closed: one that ended the process with the signal would cut the other off.
    expect(await end(await serve(data, [], 2))).toEqual([0, null]);
  });

  it.each(['trial.db', 'log-trial.db', 'the site API listens'])(
    'closes what it has opened on SIGTERM while it starts: %s',
    async (moment) => {
      using directory = new TemporaryDirectory();
      const data = join(directory.path, 'data');
      const env = { ...process.env, BALI_DATA: data, SITE_API_PORT: '0', INSPECTION_API_PORT: '0' };
      const child = spawn(process.execPath, [PROGRAM, 'serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const said = text(child.stderr);
      const ended = once(child, 'exit');
      const listens = once(child.stdout, 'data');
      if (moment.endsWith('.db')) await untilThere(join(data, moment));
      else await listens;
      child.kill('SIGTERM');
      expect([await ended, (await said).replace(/^(The administrator.*\n){2}.*\n/, '')]).toEqual([[0, null], '']);
      // Of a database that is closed, nothing is in its write-ahead log any more.
      const logs = readdirSync(data).filter((file) => file.endsWith('-wal'));
      expect(logs.filter((file) => statSync(join(data, file)).size > 0)).toEqual([]);
    },
  );

  it.each(['site', 'inspection'])('ends, and says why, where the address of the %s API is taken', async (api) => {
    using directory = new TemporaryDirectory();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const ports = { SITE_API_PORT: '0', INSPECTION_API_PORT: '0', [`${api.toUpperCase()}_API_PORT`]: String(port) };
    const env = { ...process.env, BALI_DATA: join(directory.path, 'data'), ...ports };
    const child = spawn(process.execPath, [PROGRAM, 'serve'], {
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const told = text(child.stderr);
    expect(await once(child, 'exit')).toEqual([1, null]);
    expect(await told).toContain(`address already in use 127.0.0.1:${port}`);
    other.close();
  });
});
