import { TemporaryDirectory } from '@bali-app/bali/testing';
import { describe, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join('dist', 'apps', 'bali', 'src', 'main.js');

interface Served extends Disposable {
  /** npm itself, the leader of a process group of its own. */
  readonly npm: ChildProcess;
  readonly url: string;
}

/** Starts a script of `package.json` as a person does, and waits until it has printed the address at which it listens. */
async function npmRun(args: readonly string[], data: string, address: RegExp): Promise<Served> {
  if (!existsSync(PROGRAM)) throw new Error('build first: node tools/run.mjs build');
  const env = { ...process.env, BALI_DATA: data, SITE_API_PORT: '0', INSPECTION_API_PORT: '0' };
  const npm = spawn('npm', ['run', ...args], { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  for await (const line of createInterface({ input: npm.stdout })) {
    const [, url] = address.exec(line) ?? [];
    if (url === undefined) continue;
    npm.stdout.resume();
    return { npm, url, [Symbol.dispose]: () => endGroup(npm) };
  }
  throw new Error(`npm run ${args.join(' ')} ended before it listened`);
}

/** Nothing is left, also where the test fails. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // Each process of the group has ended.
  }
}

const answers = (url: string): Promise<boolean> =>
  fetch(`${url}/health/live`).then(
    ({ ok }) => ok,
    () => false,
  );

const SERVE = ['bali', '--', 'serve', '--only', 'site'];
const LISTENING = /"url":"(http:[^"]+)"/;

describe('a signal to npm', () => {
  it('SIGTERM ends the server that npm run started, and frees its port', async () => {
    using directory = new TemporaryDirectory();
    using served = await npmRun(SERVE, join(directory.path, 'data'), LISTENING);
    expect(await answers(served.url)).toBe(true);
    served.npm.kill('SIGTERM');
    await once(served.npm, 'exit');
    expect(await answers(served.url)).toBe(false);
  });

  it('SIGKILL, which npm cannot pass on, ends the server, too', async () => {
    using directory = new TemporaryDirectory();
    using served = await npmRun(SERVE, join(directory.path, 'data'), LISTENING);
    served.npm.kill('SIGKILL');
    // The pipe is closed when the last process that npm started has ended.
    await once(served.npm, 'close');
    expect(await answers(served.url)).toBe(false);
  });

  it('Ctrl-C, which each process of the terminal gets, ends the demo that stays up', async () => {
    using directory = new TemporaryDirectory();
    const demo = ['demo', '--', '--patients', '1', '--no-daily', '--data', join(directory.path, 'data')];
    using played = await npmRun(demo, directory.path, /(http:\/\/127\.0\.0\.1:\d+)/);
    expect(await answers(played.url)).toBe(true);
    process.kill(-played.npm.pid!, 'SIGINT');
    await once(played.npm, 'close');
    expect(await answers(played.url)).toBe(false);
  });
});
