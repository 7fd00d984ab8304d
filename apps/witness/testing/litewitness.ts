import type { OfOthers } from '@bali/event-store/testing';
import { strictBase64, type WitnessKey, witnessKey } from '@bali/ledger';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/**
 * The folder with Debian's `litewitness` and `witnessctl` (package torchwood, of the unreleased suite), where it was unpacked:
 * `BALI_LITEWITNESS`, or the folder of the system's programs. Undefined where there is none.
 */
const LITEWITNESS = [process.env['BALI_LITEWITNESS'], '/usr/bin'].find(
  (folder) => folder !== undefined && existsSync(join(folder, 'litewitness')) && existsSync('/usr/bin/ssh-agent'),
);

/** The same, for tests that need it. */
export const LITEWITNESS_OF_DEBIAN: OfOthers = {
  what: 'there is no litewitness (package torchwood; BALI_LITEWITNESS names the folder that has it), so no other witness cosigns',
  isHere: LITEWITNESS !== undefined,
};

/** Starts a witness that others wrote, on a free port of the loopback address. */
export async function startLitewitness(
  folder: string,
  name: string,
  logs: readonly { readonly origin: string; readonly verifierKey: string }[],
): Promise<{ readonly url: string; readonly key: WitnessKey; readonly close: () => Promise<void> }> {
  const programs = LITEWITNESS ?? '';
  const [database, identity, socket] = ['db', 'id', 'agent'].map((file) => join(folder, file)) as [
    string,
    string,
    string,
  ];
  for (const { origin, verifierKey } of logs) {
    execFileSync(join(programs, 'witnessctl'), ['add-log', '-db', database, '-origin', origin], { stdio: 'pipe' });
    execFileSync(join(programs, 'witnessctl'), ['add-key', '-db', database, '-origin', origin, '-key', verifierKey], {
      stdio: 'pipe',
    });
  }
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', identity]);
  const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await until(() => existsSync(socket));
  execFileSync('ssh-add', ['-q', identity], { env: { ...process.env, SSH_AUTH_SOCK: socket }, stdio: 'pipe' });
  const publicKey = strictBase64(readFileSync(`${identity}.pub`, 'utf8').split(' ')[1] ?? '') ?? new Uint8Array();
  const fingerprint = `SHA256:${createHash('sha256').update(publicKey).digest('base64').replace(/=+$/, '')}`;
  const address = `127.0.0.1:${await freePort()}`;
  const args = ['-ssh-agent', socket, '-name', name, '-key', fingerprint, '-db', database, '-listen', address];
  const program = spawn(join(programs, 'litewitness'), args, { stdio: 'ignore' });
  const url = `http://${address}`;
  await until(() =>
    fetch(url).then(
      () => true,
      () => false,
    ),
  );
  const close = async () => {
    await ended(program, 'SIGINT');
    await ended(agent, 'SIGTERM');
  };
  return { url, key: witnessKey(name, Uint8Array.from(publicKey.subarray(-32))), close };
}

async function ended(program: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (program.exitCode !== null) return;
  const exit = once(program, 'exit');
  program.kill(signal);
  await exit;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = AbortSignal.timeout(20_000);
  while (!(await isSo())) {
    deadline.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
