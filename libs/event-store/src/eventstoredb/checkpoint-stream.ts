import { Buffer } from 'node:buffer';
import { checkCheckpointOrder } from '../append-request.js';
import { NotThisLedger, StoreUnavailable } from '../errors.js';
import type { KeptCheckpoint } from '../event-store.js';
import { asStoreError, isConflict } from './cluster-errors.js';
import type { Cluster } from './cluster.js';
import type { Patience } from './pacing.js';
import { idFrom } from './text-streams.js';
import { jsonIn, type ReadEvent, wireEvent } from './wire-event.js';

const PAGE = 256;

/** The signed checkpoints beside a ledger: a stream of their own, in the order in which they were kept. */
export class CheckpointStream {
  readonly #cluster: Cluster;
  readonly #stream: string;
  readonly #patience: Patience;
  /** The checkpoint that this instance read last, and its revision, after which reading goes on. */
  #known: { readonly last: KeptCheckpoint; readonly revision: number } | undefined;

  constructor(cluster: Cluster, stream: string, patience: Patience) {
    this.#cluster = cluster;
    this.#stream = stream;
    this.#patience = patience;
  }

  /**
   * Resolves when it is durable.
   * @throws RangeError when it is of a smaller tree than the last; NotThisLedger when the cluster lacks what was seen there.
   */
  async keep(checkpoint: KeptCheckpoint): Promise<void> {
    const data = Buffer.from(JSON.stringify(checkpoint), 'utf8');
    const event = wireEvent(idFrom('checkpoint', checkpoint.note), 'CheckpointKept', data);
    const deadline = this.#patience.deadline();
    for (let retry = 0; ; retry += 1) {
      const last = await this.last();
      if (last !== undefined && checkpoint.size <= last.size && (await this.#has(checkpoint))) return;
      checkCheckpointOrder(last, checkpoint.size);
      const expected = this.#known?.revision ?? 'no_stream';
      try {
        await this.#patience.retry(() => this.#cluster.append(this.#stream, [event], expected));
        return;
      } catch (error) {
        // Another instance was first: what it kept is read, and then it is tried again.
        if (!isConflict(error)) throw asStoreError(error);
        if (this.#patience.isOver(deadline)) throw await this.#inVain();
        await this.#patience.pause(retry);
      }
    }
  }

  async *all(fromSize: number): AsyncGenerator<readonly KeptCheckpoint[], void, undefined> {
    for await (const page of this.#pages(0)) {
      const checkpoints = page.map(checkpointIn).filter(({ size }) => size >= fromSize);
      if (checkpoints.length > 0) yield checkpoints;
    }
  }

  /** The checkpoint that was kept last, by whichever instance. */
  async last(): Promise<KeptCheckpoint | undefined> {
    for await (const page of this.#pages(this.#known === undefined ? 0 : this.#known.revision + 1)) {
      const event = page.at(-1);
      if (event) this.#known = { last: checkpointIn(event), revision: Number(event.revision) };
    }
    return this.#known?.last;
  }

  /** Either others write without a pause, or the end that was seen is no longer there, and every expectation of it is wrong. */
  async #inVain(): Promise<Error> {
    const seen = this.#known?.revision;
    const isThere = seen === undefined || (await this.#read(seen, 1)).length > 0;
    if (isThere) return new StoreUnavailable('others keep checkpoints without a pause');
    return new NotThisLedger(
      `${this.#stream} in the cluster has no longer the checkpoint that this installation has seen there last: ` +
        'the cluster was restored from an older back-up, was truncated, or is another one',
    );
  }

  async #has({ size, note }: KeptCheckpoint): Promise<boolean> {
    for await (const page of this.all(size)) if (page.some((kept) => kept.note === note)) return true;
    return false;
  }

  async *#pages(from: number): AsyncGenerator<readonly ReadEvent[], void, undefined> {
    for (let next = from; ; next += PAGE) {
      const page = await this.#read(next, PAGE);
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
    }
  }

  #read(from: number, count: number): Promise<readonly ReadEvent[]> {
    return this.#patience.retry(() => this.#cluster.read(this.#stream, from, count));
  }
}

function checkpointIn({ data }: ReadEvent): KeptCheckpoint {
  const { size, note } = jsonIn(data) as KeptCheckpoint;
  return { size, note };
}
