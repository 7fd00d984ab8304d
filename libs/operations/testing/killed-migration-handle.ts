import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('killed-migration.ts', import.meta.url));

/**
 * Migrates a ledger's file in a process of its own, which is killed once a number of events is copied.
 * @returns the signal it ended with.
 */
export async function killedMigration(from: string, to: string, after: number): Promise<unknown> {
  const child = spawn(
    process.execPath,
    ['--import', './tools/typescript-hooks.mjs', PROGRAM, from, to, String(after)],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  const [, signal] = (await once(child, 'close')) as [unknown, unknown];
  return signal;
}
