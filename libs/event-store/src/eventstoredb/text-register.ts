import { Buffer } from 'node:buffer';
import type { Authenticity } from './authenticity.js';
import type { ForeignEvents } from './foreign-events.js';
import type { KeptCounts } from './kept-counts.js';
import type { SideStream } from './side-stream.js';
import { idFrom, type ReadEvent, wireEvent } from './wire-event.js';

const HASH = /^[0-9a-f]{64}$/;
const TYPE = 'TextKept';

export interface TextRegisterOptions {
  readonly stream: SideStream;
  readonly foreign: ForeignEvents;
  readonly counts: KeptCounts;
  readonly authenticity: Authenticity;
}

export interface RegisteredText {
  readonly hash: string;
  /** The text was durable before its entry. Earlier versions wrote both at once, and others may write what they like. */
  readonly wasKeptBefore: boolean;
}

/** The hashes of all texts that were ever kept beside a ledger, also of those that were erased. */
export class TextRegister {
  readonly #options: TextRegisterOptions;

  constructor(options: TextRegisterOptions) {
    this.#options = options;
  }

  /** Registers texts that are durable. Repeated entries do no harm, so the append needs no expectation. */
  async add(hashes: readonly string[]): Promise<void> {
    const { stream, counts, authenticity } = this.#options;
    const entries = hashes.map((hash) =>
      wireEvent(idFrom('register', hash), TYPE, Buffer.from(hash), authenticity.metadata('text-kept', hash)),
    );
    const last = await stream.append(entries, 'any');
    if (last !== undefined) counts.atLeast({ texts: last + 1 });
  }

  /** The entries in their order; one that was repeated comes again. What others wrote is passed over and reported. */
  async *pages(): AsyncGenerator<readonly RegisteredText[], void, undefined> {
    const { stream, counts } = this.#options;
    for await (const page of stream.pages()) {
      counts.atLeast({ texts: Number(page.at(-1)?.revision) + 1 });
      const entries = page.map((event) => this.#entryIn(event)).filter((entry) => entry !== undefined);
      if (entries.length > 0) yield entries;
    }
  }

  #entryIn(event: ReadEvent): RegisteredText | undefined {
    const { type, revision, data } = event;
    const { stream, foreign, authenticity } = this.#options;
    const hash = data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : '';
    if (type === TYPE && HASH.test(hash)) return { hash, wasKeptBefore: authenticity.isOurs('text-kept', hash, event) };
    foreign.report(stream.name, revision, 'an event is no hash of a text');
    return undefined;
  }
}
