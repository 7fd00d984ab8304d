import type { VerifierKey, WitnessKey } from '@bali/ledger';
import { lockPath } from '@bali/log';
import { OneAtATime } from '@bali/queue';
import { judgeCheckpoint, type LogSeen, type WitnessAnswer } from '@bali/witness';
import { type OwnKey, readKey } from './witness-key.js';
import { keepState, readState, type WitnessFiles, type WitnessState } from './witness-state.js';

/** A log that a witness watches. */
export interface KnownLog {
  readonly origin: string;
  readonly keys: readonly VerifierKey[];
  /** Where its newest checkpoint is fetched, if the witness goes there by itself. */
  readonly url?: string;
}

/** What came of the last request about a log. */
export interface Heard {
  readonly at: Date;
  readonly status: number;
  readonly sentence: string;
}

export interface WitnessOptions {
  readonly files: WitnessFiles;
  readonly logs: readonly KnownLog[];
  readonly now: () => Date;
  readonly warn: (sentence: string) => void;
}

const NOTHING: LogSeen = { contradictions: [] };

/** A witness: one key, one state, one process. Whatever it signs is durable before it answers; requests wait for each other. */
export class Witness implements Disposable {
  readonly #options: WitnessOptions;
  readonly #own: OwnKey;
  readonly #lock: Disposable;
  readonly #turns = new OneAtATime();
  readonly #heard = new Map<string, Heard>();
  #state: WitnessState;

  /** @throws Refused, LogInUse */
  constructor(options: WitnessOptions) {
    this.#options = options;
    this.#lock = lockPath(options.files.state);
    try {
      this.#own = readKey(options.files.key);
      this.#state = readState(options.files, this.#own);
    } catch (error) {
      this.#lock[Symbol.dispose]();
      throw error;
    }
  }

  get key(): WitnessKey {
    return this.#own.key;
  }

  get logs(): readonly KnownLog[] {
    return this.#options.logs;
  }

  seenOf(origin: string): LogSeen {
    return Object.hasOwn(this.#state.logs, origin) ? (this.#state.logs[origin] ?? NOTHING) : NOTHING;
  }

  heardOf(origin: string): Heard | undefined {
    return this.#heard.get(origin);
  }

  /** What somebody has told of a log without a checkpoint, such as that it has fewer events than were cosigned. */
  hear(origin: string, status: number, sentence: string): void {
    this.#heard.set(origin, { at: this.#options.now(), status, sentence });
  }

  /** Judges a request, keeps what has to be kept, and then answers. */
  addCheckpoint(body: Uint8Array): Promise<WitnessAnswer> {
    return this.#turns.run(() => Promise.resolve(this.#answer(body)));
  }

  [Symbol.dispose](): void {
    this.#lock[Symbol.dispose]();
  }

  #answer(body: Uint8Array): WitnessAnswer {
    const { logs, now, files, warn } = this.#options;
    const seconds = Math.floor(now().getTime() / 1000);
    const known = (origin: string) => logs.find((log) => log.origin === origin)?.keys;
    const { answer, keep } = judgeCheckpoint(body, {
      ...{ key: this.#own.key, sign: this.#own.sign, keysOf: known, seenOf: (origin: string) => this.seenOf(origin) },
      ...{ now: seconds, lastTime: lastTimeOf(this.#state) },
    });
    this.#noteWhatCame(body, answer);
    if (keep === undefined) return answer;
    if (answer.status !== 200)
      warn(`A LOG CONTRADICTS ITSELF: ${keep.origin} has signed two trees of one size. Both are kept.`);
    const next = { generation: this.#state.generation + 1, logs: { ...this.#state.logs, [keep.origin]: keep.seen } };
    try {
      keepState(files, this.#own, next);
    } catch (error) {
      warn(`THE STATE CANNOT BE KEPT, so nothing is signed: ${error instanceof Error ? error.message : String(error)}`);
      return {
        status: 503,
        contentType: 'text/plain; charset=utf-8',
        body: 'This witness cannot keep what it sees: nothing is signed.\n',
      };
    }
    this.#state = next;
    return answer;
  }

  /** Remembers, for the page, what was heard last of a log that is known. */
  #noteWhatCame(body: Uint8Array, { status, body: said }: WitnessAnswer): void {
    const text = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, 8_000)).toString('utf8');
    const origin = text.slice(text.indexOf('\n\n') + 2).split('\n', 1)[0] ?? '';
    if (!this.#options.logs.some((log) => log.origin === origin)) return;
    const sentence =
      status === 200 ? 'cosigned' : status === 409 ? `asked from another size than ${said.trim()}` : said.trim();
    this.hear(origin, status, sentence);
  }
}

function lastTimeOf({ logs }: WitnessState): number {
  return Math.max(0, ...Object.values(logs).map(({ latest }) => latest?.time ?? 0));
}
