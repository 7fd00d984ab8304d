import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { filter, firstValueFrom, map, ReplaySubject } from 'rxjs';

const COMMAND_LINE = 'dist/apps/bali/src/main.js';

/** A line of a server's log. */
interface Line {
  readonly msg?: string;
  readonly url?: string;
  readonly origin?: string;
}

/** What `bali serve --only …` serves, in a process of its own, as operators start it. */
export class ServedApi implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown[]>;
  /** All that it has told so far, and will. */
  readonly #lines$ = new ReplaySubject<Line>();
  #url = '';

  private constructor(api: 'site' | 'inspection', data: string, store: string) {
    const own = { BALI_DATA: data, BALI_STORE: store, SITE_API_PORT: '0', INSPECTION_API_PORT: '0' };
    const env = { ...process.env, ...own, BALI_RATE_LIMITS: 'off', BALI_CHECKPOINT_SECONDS: '1' };
    const args = ['--disable-warning=ExperimentalWarning', COMMAND_LINE, 'serve', '--only', api];
    this.#child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#ended = once(this.#child, 'exit');
    if (this.#child.stdout === null) throw new Error('the server has no standard output');
    const lines = createInterface({ input: this.#child.stdout });
    lines.on('line', (line) => this.#lines$.next(JSON.parse(line) as Line));
    lines.on('close', () => this.#lines$.complete());
  }

  /** Resolves when it listens. @throws Error when it ends before. */
  static async start(api: 'site' | 'inspection', data: string, store: string): Promise<ServedApi> {
    const served = new ServedApi(api, data, store);
    served.#url = (await served.#told('listening')).url ?? '';
    return served;
  }

  get url(): string {
    return this.#url;
  }

  /** Resolves when it has told this of each of the logs. @throws Error when it ends before. */
  async hasTold(message: string, logs: number): Promise<void> {
    const origins = new Set<string>();
    const all$ = this.#lines$.pipe(
      filter(({ msg }) => msg === message),
      map(({ origin = '' }) => origins.add(origin).size),
      filter((size) => size === logs),
    );
    await firstValueFrom(all$);
  }

  /** As a crash does it: without a chance to finish anything. @returns the signal that it ended with. */
  async kill(): Promise<unknown> {
    this.#child.kill('SIGKILL');
    const [, signal] = await this.#ended;
    return signal;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) this.#child.kill('SIGTERM');
    await this.#ended;
  }

  #told(message: string): Promise<Line> {
    return firstValueFrom(this.#lines$.pipe(filter(({ msg }) => msg === message)));
  }
}
