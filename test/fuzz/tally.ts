import type { Answer } from './answers.js';
import type { Asked } from './requests.js';

export interface Counted {
  readonly asked: Asked;
  readonly answer: Answer | undefined;
  readonly faults: readonly string[];
  /** Of the round in which it was asked. */
  readonly seed: number;
  /** The operation that answered. Absent: none that is documented. */
  readonly operationId?: string;
}

export interface Fault {
  readonly what: string;
  readonly api: string;
  readonly request: string;
  readonly seed: number;
  times: number;
}

const LONGEST_SHOWN = 300;
const NO_ANSWER = { status: 0, tookMs: 0 };

/** What was asked and answered, in numbers. */
export class Tally {
  requests = 0;
  slowestMs = 0;
  slowest = '';
  readonly #faults = new Map<string, Fault>();
  readonly byStatus = new Map<number, number>();
  readonly byKind = new Map<string, number>();
  readonly byRole = new Map<string, number>();
  readonly byApi = new Map<string, number>();
  /** Operations, by how often they were done and not refused. */
  readonly done = new Map<string, number>();

  count({ asked, answer, faults, seed, operationId }: Counted): void {
    const { api, kind, as, method, path } = asked;
    const { status, tookMs } = answer ?? NO_ANSWER;
    this.requests += 1;
    more(this.byStatus, status);
    more(this.byKind, kind);
    more(this.byRole, as?.role ?? 'nobody');
    more(this.byApi, api);
    if (operationId !== undefined && status < 400 && status > 0) more(this.done, `${api} ${operationId}`);
    if (tookMs > this.slowestMs) {
      this.slowestMs = tookMs;
      this.slowest = `${method} ${path}`.slice(0, LONGEST_SHOWN);
    }
    for (const what of faults) this.#fault(what, { api, seed, request: shown(asked), operationId });
  }

  /** Each fault once, with the first request that showed it. */
  get faults(): readonly Fault[] {
    return [...this.#faults.values()];
  }

  #fault(
    what: string,
    { operationId, ...of }: Pick<Fault, 'api' | 'seed' | 'request'> & { operationId?: string | undefined },
  ): void {
    const name = `${of.api} ${operationId ?? 'nothing documented'}: ${what.slice(0, LONGEST_SHOWN)}`;
    const known = this.#faults.get(name);
    if (known === undefined) this.#faults.set(name, { what: name, ...of, times: 1 });
    else known.times += 1;
  }
}

function more<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function shown({ method, path, headers, body, as }: Asked): string {
  const sender = as?.userId ?? 'nobody';
  const text = body === undefined ? '' : String(body).slice(0, LONGEST_SHOWN);
  return `${method} ${path.slice(0, LONGEST_SHOWN)} as ${sender} ${JSON.stringify(headers).slice(0, LONGEST_SHOWN)} ${text}`;
}
