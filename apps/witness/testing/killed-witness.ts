import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('witness-process.ts', import.meta.url));

/** A witness in a process of its own, which a test can end as a power cut would. */
export class KilledWitness implements AsyncDisposable {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;

  private constructor(url: string, process: ChildProcess, closed: Promise<unknown>) {
    this.url = url;
    this.#process = process;
    this.#closed = closed;
  }

  /** @param log its origin and its verifier key. @param isNew whether key and state are made; else they are there. */
  static async start(
    { folder, name }: { readonly folder: string; readonly name: string },
    log: { readonly origin: string; readonly verifierKey: string },
    isNew: boolean,
  ): Promise<KilledWitness> {
    const told = [folder, name, log.origin, log.verifierKey, isNew ? 'new' : 'old'];
    const program = ['--import', './tools/typescript-hooks.mjs', PROGRAM, ...told];
    const child = spawn(process.execPath, program, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'], env: {} });
    const closed = once(child, 'close');
    const ended = closed.then(() => {
      throw new Error('the witness ended before it served');
    });
    ended.catch(() => undefined);
    const [url] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
    return new KilledWitness(url, child, closed);
  }

  /** Resolves when it is gone. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.kill();
  }
}
