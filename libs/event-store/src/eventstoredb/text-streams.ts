import { type FreeText, isAuthenticText } from '@bali/ledger';
import { Buffer } from 'node:buffer';
import { NotThisLedger } from '../errors.js';
import type { FoundTexts } from '../event-store.js';
import { foundTexts, type ReadText } from '../found-texts.js';
import { asStoreError, isConflict, kindOf } from './cluster-errors.js';
import type { Cluster } from './cluster.js';
import type { ForeignEvents } from './foreign-events.js';
import type { Patience } from './pacing.js';
import { WAY_OUT } from './side-stream.js';
import type { StreamNames } from './stream-names.js';
import type { TextRegister } from './text-register.js';
import { idFrom, jsonIn, type ReadEvent, type WireEvent, wireEvent } from './wire-event.js';

/** How many streams are read or written at once. */
const AT_ONCE = 32;
/** How many events of a text's stream are read at once; there is one, unless others have written there. */
const PAGE = 16;
const HASH = /^[0-9a-f]{64}$/;
const TYPE = 'FreeText';

export interface TextStreamsOptions {
  readonly cluster: Cluster;
  readonly names: StreamNames;
  readonly patience: Patience;
  readonly register: TextRegister;
  readonly foreign: ForeignEvents;
}

/** What a text's stream holds. */
interface Found {
  /** Undefined: the text was erased, was lost, or never was there. */
  readonly text?: FreeText;
  /** Whether the stream was deleted for good, which is how a text is erased. */
  readonly isErased?: boolean;
  /** The revision of the stream's last event; -1 if it has none. */
  readonly revision: number;
}

/** The free texts beside a ledger: a stream for each, which is deleted to erase it, and a register of their hashes. */
export class TextStreams {
  readonly #options: TextStreamsOptions;

  constructor(options: TextStreamsOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the texts are durable. One that is there already stays; one that was erased stays erased; where something
   * else is in its place, the text is written after it.
   */
  async keep(texts: readonly FreeText[]): Promise<void> {
    if (texts.length === 0) return;
    const different = [...new Map(texts.map((text) => [text.hash, text])).values()];
    await inTurns(different, (text) => this.#keepOne(text));
    // Only now: a text that is registered and is not there was lost.
    await this.#options.register.add(different.map(({ hash }) => hash));
  }

  /**
   * Writes those of the texts anew that were kept and cannot be read: somebody has deleted them, in the way that does not last, or
   * put something else in their places. A server takes the event of such a text for a repeated one, so it gets another id.
   */
  async putRight(texts: readonly FreeText[]): Promise<void> {
    const { authentic } = await this.read(texts.map(({ hash }) => hash));
    const { patience, cluster, names } = this.#options;
    await inTurns(
      texts.filter(({ hash }) => !authentic.has(hash)),
      async (text) => {
        const { isErased, revision } = await this.#find(text.hash);
        if (isErased === true) return;
        const event = textEvent(text, idFrom('text again', `${text.hash} ${revision}`));
        await patience.retry(() => cluster.append(names.text(text.hash), [event], 'any'));
      },
    );
  }

  async read(hashes: readonly string[]): Promise<FoundTexts> {
    const read: ReadText[] = [];
    await inTurns([...new Set(hashes)], async (hash) => {
      const { text, revision } = HASH.test(hash) ? await this.#find(hash) : { revision: -1 };
      if (revision >= 0) read.push(text ?? { hash, salt: undefined, text: undefined });
    });
    return foundTexts(read);
  }

  async *all(): AsyncGenerator<FoundTexts, void, undefined> {
    const seen = new Set<string>();
    for await (const entries of this.#options.register.pages()) {
      const unseen = entries.map(({ hash }) => hash).filter((hash) => !seen.has(hash));
      for (const hash of unseen) seen.add(hash);
      const found = await this.read(unseen);
      if (found.authentic.size + found.altered.size > 0) yield found;
    }
  }

  /** Reads the register to its end, so that it is known how much is in it. */
  async count(): Promise<void> {
    for await (const _entries of this.#options.register.pages());
  }

  /**
   * Looks for every text that was ever kept: each must be there, or have been erased.
   * @param isNamed whether an event of the ledger names the text of a hash.
   * @throws NotThisLedger when one is lost. The message has no number: it goes to the server's log.
   */
  async expectWhole(isNamed: (hash: string) => boolean): Promise<void> {
    for await (const entries of this.#options.register.pages()) {
      await inTurns(entries, async ({ hash, wasKeptBefore }) => {
        const { text, isErased } = await this.#find(hash);
        // Earlier versions registered a text while they kept it: a crash in between left an entry whose text no event names.
        if (text !== undefined || isErased === true || !(wasKeptBefore || isNamed(hash))) return;
        throw new NotThisLedger(`the cluster has lost a free text (${this.#options.names.text(hash)}). ${WAY_OUT}`);
      });
    }
  }

  /** Returns whether the text was there. */
  async erase(hash: string): Promise<boolean> {
    if (!HASH.test(hash)) return false;
    const { patience, cluster, names } = this.#options;
    return patience.retry(async (retry) => {
      const { isErased, revision } = await this.#look(hash);
      // An earlier attempt of unknown outcome, if there was one, has deleted it.
      if (revision < 0) return isErased === true && retry > 0;
      try {
        await cluster.tombstone(names.text(hash), revision);
        return true;
      } catch (error) {
        if (kindOf(error) === 'stream-deleted') return retry > 0;
        // Somebody has written into the stream since: it is looked at again.
        if (isConflict(error)) throw new Error('others write into the stream of a text', { cause: error });
        throw error;
      }
    });
  }

  /** What others may have written into the stream before does not keep the text out. */
  async #keepOne(kept: FreeText): Promise<void> {
    const { patience, cluster, names } = this.#options;
    const { hash } = kept;
    const event = textEvent(kept, idFrom('text', hash));
    let last = -1;
    await patience.retry(async () => {
      try {
        await cluster.append(names.text(hash), [event], last < 0 ? 'no_stream' : last);
      } catch (error) {
        if (kindOf(error) === 'stream-deleted') return;
        if (!isConflict(error)) throw error;
        const found = await this.#look(hash);
        if (found.text !== undefined || found.isErased === true) return;
        last = found.revision;
        throw new Error('others write into the stream of a text', { cause: error });
      }
    });
  }

  async #find(hash: string): Promise<Found> {
    try {
      return await this.#options.patience.retry(() => this.#look(hash));
    } catch (error) {
      throw asStoreError(error);
    }
  }

  /** One attempt to find the first event that is the text of this hash. All others in its stream are reported. */
  async #look(hash: string): Promise<Found> {
    const { cluster, names } = this.#options;
    let found: Found = { revision: -1 };
    try {
      for (let from = 0; ; from += PAGE) {
        const events = await cluster.read(names.text(hash), from, PAGE);
        for (const event of events) found = { ...found, ...this.#understood(event, hash, found.text) };
        if (events.length < PAGE) return found;
      }
    } catch (error) {
      if (kindOf(error) === 'stream-deleted') return { revision: -1, isErased: true };
      throw error;
    }
  }

  #understood(event: ReadEvent, hash: string, before: FreeText | undefined): Found {
    const text = before === undefined ? textIn(event, hash) : undefined;
    if (text === undefined)
      this.#options.foreign.report(
        this.#options.names.text(hash),
        event.revision,
        'an event is not the text of this hash',
      );
    return { revision: Number(event.revision), ...(text && { text }) };
  }
}

function textEvent({ salt, text }: FreeText, id: string): WireEvent {
  return wireEvent(id, TYPE, Buffer.from(JSON.stringify({ salt, text }), 'utf8'));
}

function textIn({ type, data }: ReadEvent, hash: string): FreeText | undefined {
  const { salt, text } = (jsonIn(data) ?? {}) as { salt?: unknown; text?: unknown };
  if (type !== TYPE || typeof salt !== 'string' || typeof text !== 'string') return undefined;
  const found = { hash, salt, text };
  return isAuthenticText(found) ? found : undefined;
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += AT_ONCE)
    await Promise.all(items.slice(first, first + AT_ONCE).map(work));
}
