import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/apps/bali/src/main.js', import.meta.url));

/** A command of the product, as an operator starts it. */
export class CommandProcess {
  readonly #child: ChildProcess;
  /** Resolves when it has ended, however it did. */
  readonly end: Promise<unknown>;

  constructor(data: string, command: string, args: readonly string[] = []) {
    const environment = { ...process.env, BALI_DATA: data };
    const own = ['--disable-warning=ExperimentalWarning', PROGRAM, command, ...args];
    this.#child = spawn(process.execPath, own, { env: environment, stdio: 'ignore' });
    this.end = once(this.#child, 'close');
  }

  /** As a crash does it. @returns whether it was still at work. */
  async kill(): Promise<boolean> {
    this.#child.kill('SIGKILL');
    await this.end;
    return this.#child.signalCode === 'SIGKILL';
  }
}
