import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StoreDescription } from './store-under-test.js';
import type { Acknowledged, WriterTask } from './writer-process.js';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('writer-process.ts', import.meta.url));

/** A writer in a process of its own, and what was acknowledged to it. */
export class WriterProcess implements AsyncDisposable {
  readonly acknowledged: Acknowledged[] = [];
  readonly #process: ChildProcess;
  readonly #closed: Promise<unknown>;
  #unfinishedLine = '';
  #complaint = '';
  #told: () => void = () => undefined;

  private constructor(description: StoreDescription, task: WriterTask) {
    const argument = JSON.stringify({ description, task });
    const program = ['--import', './tools/typescript-hooks.mjs', PROGRAM, argument];
    this.#process = spawn(process.execPath, program, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env: {} });
    this.#closed = once(this.#process, 'close');
    this.#process.stdout?.setEncoding('utf8').on('data', (chunk: string) => this.#take(chunk));
    this.#process.stderr?.setEncoding('utf8').on('data', (chunk: string) => (this.#complaint += chunk));
    this.#process.on('close', () => this.#told());
  }

  static start(description: StoreDescription, task: WriterTask): WriterProcess {
    return new WriterProcess(description, task);
  }

  /** Resolves when that number of appends was acknowledged. */
  async acknowledgedAtLeast(count: number): Promise<void> {
    while (this.acknowledged.length < count) {
      if (this.#process.exitCode !== null) throw new Error(`the writer ended early: ${this.#complaint}`);
      await new Promise<void>((resolve) => (this.#told = resolve));
    }
  }

  /** Resolves when it has made all its appends. */
  async finished(): Promise<void> {
    await this.#closed;
    if (this.#process.exitCode !== 0) throw new Error(`the writer failed: ${this.#complaint}`);
  }

  /** Ends it as a power cut would, and resolves when it is gone and all it printed was read. */
  async kill(): Promise<void> {
    this.#process.kill('SIGKILL');
    await this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
  }

  #take(chunk: string): void {
    const lines = `${this.#unfinishedLine}${chunk}`.split('\n');
    this.#unfinishedLine = lines.pop() ?? '';
    this.acknowledged.push(...lines.map((line) => JSON.parse(line) as Acknowledged));
    this.#told();
  }
}
