import type { DataDirectory } from '@bali/installation';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('killed-back-up.ts', import.meta.url));

/** Backs up in a process of its own, which is killed when it begins to copy a file. @returns the signal it ended with. */
export async function killedBackUp(directory: DataDirectory, out: string, killedAt: string): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--import', './tools/typescript-hooks.mjs', PROGRAM, JSON.stringify(directory), out, killedAt],
    {
      cwd: ROOT,
      env: {},
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [, signal] = (await once(child, 'close')) as [unknown, unknown];
  return signal;
}
