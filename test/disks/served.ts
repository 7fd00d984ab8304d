import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../dist/apps/bali/src/main.js', import.meta.url));

export interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Both APIs as `bali serve` starts them: the program that was built, in a process of its own, whose disk can be made full. */
export class Served implements AsyncDisposable {
  readonly child: ChildProcess;
  readonly lines: Readonly<Record<string, unknown>>[] = [];
  site = '';
  inspection = '';

  private constructor(data: string, environment: NodeJS.ProcessEnv) {
    const env = {
      PATH: process.env['PATH'],
      BALI_DATA: data,
      SITE_API_PORT: '0',
      INSPECTION_API_PORT: '0',
      ...environment,
    };
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', PROGRAM, 'serve'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }

  /** Resolves once both listen. */
  static async start(data: string, environment: NodeJS.ProcessEnv = {}): Promise<Served> {
    const served = new Served(data, environment);
    const lines = createInterface({ input: served.child.stdout! });
    await new Promise<void>((resolve, reject) => {
      served.child.once('exit', () => reject(new Error('it ended before it listened')));
      lines.on('line', (line) => {
        const said = JSON.parse(line) as { msg?: string; name?: string; url?: string };
        served.lines.push(said);
        if (said.msg !== 'listening') return;
        if (said.name === 'site-api') served.site = said.url ?? '';
        else served.inspection = said.url ?? '';
        if (served.site !== '' && served.inspection !== '') resolve();
      });
    });
    return served;
  }

  /** From now on no file can be written to: each attempt fails as on a disk that is full. What is mapped into memory can be. */
  fillDisk(): void {
    this.#limitFiles('0');
  }

  makeRoom(): void {
    this.#limitFiles('unlimited');
  }

  async get(url: string, token?: string): Promise<Answered> {
    return answered(await fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }));
  }

  async post(url: string, token: string, body: unknown, key: string = randomUUID()): Promise<Answered> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'idempotency-key': key };
    return answered(await fetch(url, { method: 'POST', body: JSON.stringify(body), headers }));
  }

  /** Asks again until the answer has a status. */
  async until(status: number, ask: () => Promise<Answered>): Promise<Answered> {
    for (;;) {
      const answer = await ask();
      if (answer.status === status) return answer;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  /** The soft limit alone: it can be raised again without any rights. */
  #limitFiles(bytes: string): void {
    const { status, stderr } = spawnSync('prlimit', [`--pid=${this.child.pid}`, `--fsize=${bytes}:`], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`prlimit (util-linux) is needed: ${stderr}`);
  }
}

async function answered(response: Response): Promise<Answered> {
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
  } catch {
    return { status: response.status, body: { text } };
  }
}
