import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('alternating-writer.ts', import.meta.url));

/** Writes to a data directory from a process of its own (`alternating-writer.ts`). Killed when it is disposed of. */
export class AlternatingWriter implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  #complaint = '';
  #rounds = 0;
  #told: () => void = () => undefined;

  constructor(data: string) {
    this.#process = spawn(process.execPath, ['--import', './tools/typescript-hooks.mjs', PROGRAM, data], {
      ...{ cwd: ROOT, env: {}, stdio: ['ignore', 'pipe', 'pipe'] },
    });
    this.#closed = once(this.#process, 'close');
    this.#process.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.#complaint += chunk));
    if (this.#process.stdout === null) throw new Error('the writer has no standard output');
    createInterface({ input: this.#process.stdout }).on('line', () => {
      this.#rounds += 1;
      this.#told();
    });
    this.#process.on('close', () => this.#told());
  }

  /** Resolves when it has written that number of further rounds. */
  async writes(rounds: number): Promise<void> {
    const until = this.#rounds + rounds;
    while (this.#rounds < until) {
      if (this.#process.exitCode !== null) throw new Error(`the writer ended: ${this.#complaint}`);
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
  }
}
