import type { Arm } from '@bali/protocol';
import { type ChildProcess, fork } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { EACH_TIME, type Once } from '../../certificate/progress.js';
import { type Difference, differenceOf, type Pair, seeded, shuffled } from './difference.js';
import type { LastRecord, Prepared } from './site-process.js';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const PROGRAM = fileURLToPath(new URL('site-process.ts', import.meta.url));

/** What somebody who is blinded can measure while the unit records something: milliseconds, or seconds as metrics tell them. */
const MEASURED = ['health', 'ownRequests', 'log', 'metricsSum', 'metricsCpu'] as const;
type Seen = Readonly<Record<(typeof MEASURED)[number], number>>;

export interface ArmsAsked {
  readonly patients: number;
  readonly pairs: number;
  readonly seed: number;
  /** Takes what an earlier run measured. Default: each server is made, and measured, now. */
  readonly once?: Once;
}

/**
 * Has the unit send the last record of the day of pairs of patients, one of either arm, in random order, while others measure what
 * they can, and says how well an arm can be told from it. A new server is made whenever all of its patients are used.
 */
export async function measureArms(asked: ArmsAsked): Promise<Readonly<Record<string, Difference>>> {
  const { pairs, seed, once = EACH_TIME } = asked;
  const seen: SeenOfPair[] = [];
  for (let server = 0; seen.length < pairs; server += 1)
    seen.push(...(await once(`times of server ${server + 1}`, () => measureServer(asked, server))));
  const pairsOf = (what: keyof Seen): readonly Pair[] =>
    seen.slice(0, pairs).map(({ A, B }) => ({ A: A[what], B: B[what] }));
  const random = seeded(seed);
  return Object.fromEntries(MEASURED.map((what) => [what, differenceOf(pairsOf(what), random)]));
}

interface SeenOfPair {
  readonly A: Seen;
  readonly B: Seen;
}

/** Measures the pairs of one server; no more than are asked for of all. */
async function measureServer({ patients, pairs, seed }: ArmsAsked, server: number): Promise<readonly SeenOfPair[]> {
  const random = seeded(seed + server);
  const seen: SeenOfPair[] = [];
  const site = await SiteUnderMeasurement.start(patients);
  try {
    const ofArm = (arm: Arm['code']) =>
      shuffled(
        site.records.filter((record) => record.arm === arm),
        random,
      );
    const [ofA, ofB] = [ofArm('A'), ofArm('B')];
    for (const [number, A] of ofA.entries()) {
      const B = ofB[number];
      if (B === undefined || seen.length >= pairs) break;
      const isAFirst = random() < 0.5;
      const first = await site.watch(isAFirst ? A : B);
      const second = await site.watch(isAFirst ? B : A);
      seen.push(isAFirst ? { A: first, B: second } : { A: second, B: first });
    }
  } finally {
    await site.stop();
  }
  if (seen.length === 0) throw new Error(`among ${patients} patients are no two of other arms`);
  return seen;
}

class SiteUnderMeasurement {
  readonly #child: ChildProcess;
  readonly #prepared: Prepared;
  readonly #agent = new Agent({ keepAlive: true });

  private constructor(child: ChildProcess, prepared: Prepared) {
    this.#child = child;
    this.#prepared = prepared;
  }

  static async start(patients: number): Promise<SiteUnderMeasurement> {
    const execArgv = ['--disable-warning=ExperimentalWarning', '--import', './tools/decorator-hooks.mjs'];
    const child = fork(PROGRAM, [], { cwd: ROOT, execArgv });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the site API ended with ${String(code)}`);
    });
    child.send(patients);
    const [prepared] = (await Promise.race([once(child, 'message'), ended])) as [Prepared];
    ended.catch(() => undefined);
    return new SiteUnderMeasurement(child, prepared);
  }

  get records(): readonly LastRecord[] {
    return this.#prepared.records;
  }

  /** Sends a record, and measures meanwhile: in the same way whichever it is. */
  async watch({ path, body }: LastRecord): Promise<Seen> {
    const { unit, site } = this.#prepared.tokens;
    await this.#slowestInLog();
    const before = await this.#metrics();
    const isOver = { yet: false };
    const recorded = this.#record(path, unit, body).finally(() => (isOver.yet = true));
    const [, health, ownRequests] = await Promise.all([
      recorded,
      this.#slowest('/health/live', undefined, isOver),
      this.#slowest('/v1/patients?limit=1', site, isOver),
    ]);
    const log = await this.#slowestInLog();
    const after = await this.#metrics();
    return { health, ownRequests, log, metricsSum: after.sum - before.sum, metricsCpu: after.cpu - before.cpu };
  }

  /** Sends the record between two other requests. */
  async #record(path: string, token: string, body: object): Promise<void> {
    await this.#send('GET', '/health/live');
    await this.#send('POST', path, token, body);
    await this.#send('GET', '/health/live');
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#agent.destroy();
    this.#child.disconnect();
    await ended;
  }

  /** The longest that an answer took, of requests that are sent one after the other until it is over. */
  async #slowest(path: string, token: string | undefined, isOver: { readonly yet: boolean }): Promise<number> {
    let slowest = 0;
    while (!isOver.yet) {
      const begun = performance.now();
      await this.#send('GET', path, token);
      slowest = Math.max(slowest, performance.now() - begun);
    }
    return slowest;
  }

  async #slowestInLog(): Promise<number> {
    const answered = once(this.#child, 'message');
    this.#child.send('log');
    return ((await answered) as [number])[0];
  }

  async #metrics(): Promise<{ readonly sum: number; readonly cpu: number }> {
    const text = await this.#send('GET', '/metrics', this.#prepared.tokens.administrator);
    const total = (name: RegExp) =>
      text
        .split('\n')
        .filter((line) => name.test(line))
        .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    return { sum: 1_000 * total(/^http_request_duration_seconds_sum/u), cpu: total(/^process_cpu_seconds_total/u) };
  }

  #send(method: 'GET' | 'POST', path: string, token?: string, body?: object): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const headers = {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    };
    const sent = request(this.#prepared.url + path, { agent: this.#agent, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        if ((response.statusCode ?? 500) < 300) resolve(text);
        else reject(new Error(`${path}: ${response.statusCode} ${text}`));
      });
    });
    sent.on('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    return promise;
  }
}
