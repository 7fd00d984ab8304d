import { type FreeText, sha256Hex } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { asStoreError, isConflict, kindOf } from './cluster-errors.js';
import type { Cluster } from './cluster.js';
import type { Patience } from './pacing.js';
import type { StreamNames } from './stream-names.js';
import { jsonIn, wireEvent } from './wire-event.js';

/** How many streams are read or written at once. */
const AT_ONCE = 32;
const REGISTER_PAGE = 256;
const HASH = /^[0-9a-f]{64}$/;

/** The free texts beside a ledger: a stream for each, which is deleted to erase it, and a register of their hashes. */
export class TextStreams {
  readonly #cluster: Cluster;
  readonly #names: StreamNames;
  readonly #patience: Patience;

  constructor(cluster: Cluster, names: StreamNames, patience: Patience) {
    this.#cluster = cluster;
    this.#names = names;
    this.#patience = patience;
  }

  /** Resolves when the texts are durable. One that is there already stays; one that was erased stays erased. */
  async keep(texts: readonly FreeText[]): Promise<void> {
    if (texts.length === 0) return;
    const different = [...new Map(texts.map((text) => [text.hash, text])).values()];
    const entries = different.map(({ hash }) => wireEvent(idFrom('register', hash), 'TextKept', Buffer.from(hash)));
    await Promise.all([
      inTurns(different, (text) => this.#keepOne(text)),
      // Repeated entries do no harm, so the append needs no expectation.
      this.#patience.retry(() => this.#cluster.append(this.#names.texts, entries, 'any')),
    ]);
  }

  async read(hashes: readonly string[]): Promise<ReadonlyMap<string, FreeText>> {
    const found = new Map<string, FreeText>();
    await inTurns([...new Set(hashes)], async (hash) => {
      const text = HASH.test(hash) ? await this.#readOne(hash) : undefined;
      if (text) found.set(hash, text);
    });
    return found;
  }

  async *all(): AsyncGenerator<readonly FreeText[], void, undefined> {
    const seen = new Set<string>();
    for (let from = 0; ; from += REGISTER_PAGE) {
      const entries = await this.#patience.retry(() => this.#cluster.read(this.#names.texts, from, REGISTER_PAGE));
      const hashes = entries.map(({ data }) => (data instanceof Uint8Array ? Buffer.from(data).toString('utf8') : ''));
      const unseen = hashes.filter((hash) => !seen.has(hash));
      for (const hash of unseen) seen.add(hash);
      const texts = [...(await this.read(unseen)).values()];
      if (texts.length > 0) yield texts;
      if (entries.length < REGISTER_PAGE) return;
    }
  }

  /** Returns whether the text was there. */
  async erase(hash: string): Promise<boolean> {
    if (!HASH.test(hash) || (await this.#readOne(hash)) === undefined) return false;
    return this.#patience.retry(async (retry) => {
      try {
        await this.#cluster.tombstone(this.#names.text(hash), 0);
        return true;
      } catch (error) {
        if (isConflict(error)) return false;
        // An earlier attempt of unknown outcome, if there was one, has deleted it.
        if (kindOf(error) === 'stream-deleted') return retry > 0;
        throw error;
      }
    });
  }

  async #keepOne({ hash, salt, text }: FreeText): Promise<void> {
    const event = wireEvent(idFrom('text', hash), 'FreeText', Buffer.from(JSON.stringify({ salt, text }), 'utf8'));
    try {
      await this.#patience.retry(() => this.#cluster.append(this.#names.text(hash), [event], 'no_stream'));
    } catch (error) {
      if (!isConflict(error) && kindOf(error) !== 'stream-deleted') throw asStoreError(error);
    }
  }

  async #readOne(hash: string): Promise<FreeText | undefined> {
    try {
      const [event] = await this.#patience.retry(() => this.#cluster.read(this.#names.text(hash), 0, 1));
      const { salt, text } = (jsonIn(event?.data) ?? {}) as { salt?: unknown; text?: unknown };
      return typeof salt === 'string' && typeof text === 'string' ? { hash, salt, text } : undefined;
    } catch (error) {
      if (kindOf(error) === 'stream-deleted') return undefined;
      throw asStoreError(error);
    }
  }
}

/** The same content always gives the same id, so that the cluster recognizes a repeated append. */
export function idFrom(what: string, content: string): string {
  const hex = sha256Hex(`${what} ${content}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += AT_ONCE)
    await Promise.all(items.slice(first, first + AT_ONCE).map(work));
}
