import { Buffer } from 'node:buffer';
import { checkCheckpoint, checkCheckpointOrder } from '../append-request.js';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { KeptCheckpoint } from '../event-store.js';
import type { Authenticity } from './authenticity.js';
import type { ForeignEvents } from './foreign-events.js';
import type { KeptCounts } from './kept-counts.js';
import type { Patience } from './pacing.js';
import type { SideStream } from './side-stream.js';
import { idFrom, jsonIn, type ReadEvent, wireEvent } from './wire-event.js';

const TYPE = 'CheckpointKept';

export interface CheckpointStreamOptions {
  readonly stream: SideStream;
  readonly patience: Patience;
  readonly foreign: ForeignEvents;
  readonly counts: KeptCounts;
  readonly authenticity: Authenticity;
  /** How many events of the stream are older than head keys: nothing says of these who wrote them. */
  readonly older: number;
}

/** The signed checkpoints beside a ledger: a stream of their own, in the order in which they were kept. */
export class CheckpointStream {
  readonly #stream: SideStream;
  readonly #options: CheckpointStreamOptions;
  /** The revision that this instance read last, after which reading goes on, and the last checkpoint up to there. */
  #known: { readonly revision: number; readonly last: KeptCheckpoint | undefined } | undefined;

  constructor(options: CheckpointStreamOptions) {
    this.#stream = options.stream;
    this.#options = options;
  }

  /**
   * Resolves when it is durable.
   * @throws RangeError when it is of a smaller tree than the last; NotThisLedger when the cluster lacks what was seen there.
   */
  async keep(checkpoint: KeptCheckpoint): Promise<void> {
    const { patience } = this.#options;
    const text = textOf(checkpoint);
    const metadata = this.#options.authenticity.metadata('checkpoint', text);
    const event = wireEvent(idFrom('checkpoint', text), TYPE, Buffer.from(text, 'utf8'), metadata);
    const deadline = patience.deadline();
    for (let retry = 0; ; retry += 1) {
      const last = await this.last();
      if (last !== undefined && checkpoint.size <= last.size && (await this.#has(checkpoint))) return;
      checkCheckpointOrder(last, checkpoint.size);
      const written = await this.#stream.append([event], this.#known?.revision ?? 'no_stream');
      if (written !== undefined) {
        this.#options.counts.atLeast({ checkpoints: written + 1 });
        return;
      }
      // Another instance was first: what it kept is read, and then it is tried again.
      if (patience.isOver(deadline)) throw await this.#inVain();
      await patience.pause(retry);
    }
  }

  async *all(fromSize: number): AsyncGenerator<readonly KeptCheckpoint[], void, undefined> {
    let last: KeptCheckpoint | undefined;
    for await (const page of this.#stream.pages()) {
      const understood = this.#understood(page, last);
      last = understood.at(-1) ?? last;
      const checkpoints = understood.filter(({ size }) => size >= fromSize);
      if (checkpoints.length > 0) yield checkpoints;
    }
  }

  /** The checkpoint that was kept last, by whichever instance. */
  async last(): Promise<KeptCheckpoint | undefined> {
    for await (const page of this.#stream.pages(this.#known === undefined ? 0 : this.#known.revision + 1)) {
      const last = this.#understood(page, this.#known?.last).at(-1) ?? this.#known?.last;
      const revision = Number(page.at(-1)?.revision);
      this.#known = { revision, last };
      this.#options.counts.atLeast({ checkpoints: revision + 1 });
    }
    return this.#known?.last;
  }

  /** Either others write without a pause, or the end that was seen is no longer there, and every expectation of it is wrong. */
  async #inVain(): Promise<Error> {
    const seen = this.#known?.revision;
    const isThere = seen === undefined || (await this.#stream.read(seen, 1)).length > 0;
    if (isThere) return new StoreUnavailable('others keep checkpoints without a pause');
    return new NotThisLedger(
      `${this.#stream.name} in the cluster has no longer the checkpoint that this installation has seen there last: ` +
        'the cluster was restored from an older back-up, was truncated, or is another one',
    );
  }

  async #has({ size, note }: KeptCheckpoint): Promise<boolean> {
    for await (const page of this.all(size)) if (page.some((kept) => kept.note === note)) return true;
    return false;
  }

  /** The checkpoints in a page. What this software cannot have written there is passed over and reported. */
  #understood(page: readonly ReadEvent[], before: KeptCheckpoint | undefined): readonly KeptCheckpoint[] {
    const understood: KeptCheckpoint[] = [];
    for (const event of page) {
      try {
        const checkpoint = checkpointIn(event);
        this.#refuseOthers(event, checkpoint);
        // The message of the rule for writers has sizes, which readers of the server's log may not learn.
        if (checkpoint.size < ((understood.at(-1) ?? before)?.size ?? 0))
          throw new RangeError('its tree is smaller than the one before');
        understood.push(checkpoint);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        this.#options.foreign.report(this.#stream.name, event.revision, `an event is no checkpoint: ${error.message}`);
      }
    }
    return understood;
  }

  /** @throws RangeError when it has our form, and somebody else wrote it. */
  #refuseOthers(event: ReadEvent, checkpoint: KeptCheckpoint): void {
    const { authenticity, older } = this.#options;
    if (Number(event.revision) < older || authenticity.isOurs('checkpoint', textOf(checkpoint), event)) return;
    throw new RangeError('this installation did not write it');
  }
}

function textOf({ size, note }: KeptCheckpoint): string {
  return JSON.stringify({ size, note });
}

/** @throws RangeError when this software cannot have written it. */
function checkpointIn({ type, data }: ReadEvent): KeptCheckpoint {
  if (type !== TYPE) throw new RangeError('it has another type');
  const { size, note, ...others } = (jsonIn(data) ?? {}) as { readonly size?: unknown; readonly note?: unknown };
  if (typeof size !== 'number' || typeof note !== 'string' || Object.keys(others).length > 0)
    throw new RangeError('it does not hold a size and a note, and nothing else');
  checkCheckpoint({ size, note });
  return { size, note };
}
