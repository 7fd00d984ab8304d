import type { EventStore } from '@bali/event-store';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/apps/demo/src/main.js', import.meta.url));

/** What a demo printed about the history that it made. */
export interface DemoResult {
  readonly history: { readonly treeSize: number; readonly root: string };
  readonly sealed: { readonly treeSize: number; readonly root: string };
  readonly access: { readonly treeSize: number; readonly root: string };
  readonly stateDigest: string;
}

/** A demo as `npm run demo` starts it: the program that was built, in a process of its own. */
export class DemoProcess {
  readonly #child: ChildProcess;
  /** Resolves when it has ended, however it did. */
  readonly end: Promise<unknown>;
  #output = '';
  #errors = '';

  /** @param store a connection string, where the ledgers are not to be files. */
  constructor(data: string, patients: number, store?: string) {
    const where = ['--data', data, ...(store === undefined ? [] : ['--store', store])];
    const args = ['--no-daily', ...where, '--patients', String(patients), '--exit', '--json'];
    this.#child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child.stdout?.on('data', (chunk) => (this.#output += String(chunk)));
    this.#child.stderr?.on('data', (chunk) => (this.#errors += String(chunk)));
    this.end = once(this.#child, 'close');
  }

  /** Resolves when it has ended by itself. @throws Error with what it said if it failed. */
  async result(): Promise<DemoResult> {
    await this.end;
    if (this.#child.exitCode !== 0) throw new Error(`the demo failed: ${this.#errors}`);
    return JSON.parse(this.#output) as DemoResult;
  }

  /** As a crash does it: without a chance to finish anything. @returns whether it was still at work. */
  async kill(): Promise<boolean> {
    this.#child.kill('SIGKILL');
    await this.end;
    return this.#child.signalCode === 'SIGKILL';
  }

  /** Aborted when it has ended, however it did. */
  get ended(): AbortSignal {
    const controller = new AbortController();
    void this.end.then(() => controller.abort());
    return controller.signal;
  }
}

/** Resolves when the ledger has a number of events, or the process has ended. */
export async function untilGrown(store: EventStore, events: number, ended: AbortSignal): Promise<void> {
  for await (const page of store.follow(0, ended)) {
    if ((page.at(-1)?.position ?? -1) + 1 >= events) return;
  }
}
