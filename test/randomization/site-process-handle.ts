import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KillPoint, SiteTask } from './site-process.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('site-process.ts', import.meta.url));

/** A site API in a process of its own. */
export class SiteProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  #url: string | undefined;

  /** Loads the software, and opens nothing yet. */
  constructor() {
    const execArgv = ['--disable-warning=ExperimentalWarning', '--import', './tools/decorator-hooks.mjs'];
    this.#child = fork(PROGRAM, [], { cwd: ROOT, env: {}, execArgv });
    this.#ended = once(this.#child, 'exit');
  }

  get url(): string {
    if (this.#url === undefined) throw new Error('the process was not opened');
    return this.#url;
  }

  /** Resolves when it listens. @throws Error when it does not come so far; why is on the standard error. */
  async open(task: SiteTask): Promise<this> {
    this.#child.send(task);
    const [url] = (await Promise.race([once(this.#child, 'message'), this.#ended.then(() => [])])) as unknown[];
    if (typeof url !== 'string') throw new Error(`the process ${task.name} did not start`);
    this.#url = url;
    return this;
  }

  /** Resolves when it is going to kill itself there. */
  async killItselfAt(point: KillPoint): Promise<void> {
    const armed = once(this.#child, 'message');
    this.#child.send(point);
    await armed;
  }

  /** Resolves when it is gone. @returns the signal that ended it, if one did. */
  async signal(): Promise<unknown> {
    const [, signal] = await this.#ended;
    return signal;
  }

  /** Lets it end as it should. */
  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.connected) this.#child.disconnect();
    await this.#ended;
  }
}
