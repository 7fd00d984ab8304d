import { Buffer } from 'node:buffer';
import { EventEmitter } from 'node:events';

/** An event as the server keeps it: nothing in it is looked into. */
export interface KeptEvent {
  readonly id: string;
  readonly revision: number;
  readonly metadata: readonly (readonly [string, string])[];
  readonly customMetadata: Uint8Array;
  readonly data: Uint8Array;
}

export type Proposed = Omit<KeptEvent, 'revision'>;
export type Expected = number | 'no_stream' | 'any' | 'stream_exists';

export type Outcome =
  | { readonly kind: 'written'; readonly revision: number }
  | { readonly kind: 'conflict'; readonly current: number | undefined }
  | { readonly kind: 'deleted' };

/** Streams in memory, by the server's rules: one append is atomic, and idempotent by event ids at an exact place. */
export class StoredStreams {
  readonly #streams = new Map<string, KeptEvent[]>();
  readonly #forgottenBefore = new Map<string, number>();
  /** Deleted in the way that lets a stream of the same name begin again, after the revisions that there were. */
  readonly #emptied = new Set<string>();
  readonly #deleted = new Set<string>();
  readonly #appended = new EventEmitter().setMaxListeners(0);

  append(stream: string, proposed: readonly Proposed[], expected: Expected): Outcome {
    if (this.#deleted.has(stream)) return { kind: 'deleted' };
    const events = this.#streams.get(stream) ?? [];
    const isEmpty = events.length === 0 || this.#emptied.has(stream);
    const isExpected = expected === 'any' || expected === (isEmpty ? 'no_stream' : events.length - 1);
    if (!isExpected) {
      const from = expected === 'no_stream' ? 0 : Number(expected) + 1;
      const isRepeated = proposed.length > 0 && proposed.every(({ id }, index) => events[from + index]?.id === id);
      if (isRepeated) return { kind: 'written', revision: from + proposed.length - 1 };
      return { kind: 'conflict', current: events.length === 0 ? undefined : events.length - 1 };
    }
    for (const event of proposed) events.push({ ...event, revision: events.length });
    this.#streams.set(stream, events);
    this.#emptied.delete(stream);
    this.#appended.emit(stream);
    return { kind: 'written', revision: events.length - 1 };
  }

  /** `undefined` if there is no such stream. */
  events(stream: string): readonly KeptEvent[] | undefined {
    if (this.#emptied.has(stream)) return undefined;
    const from = this.#forgottenBefore.get(stream) ?? 0;
    return this.#streams.get(stream)?.slice(from);
  }

  /** The settings of a stream (`$$…`) are gone with it. */
  isDeleted(stream: string): boolean {
    return this.#deleted.has(stream.replace(/^\$\$/, ''));
  }

  /** @returns whether it was where it was expected. */
  tombstone(stream: string, expected: number): Outcome {
    if (this.#deleted.has(stream)) return { kind: 'deleted' };
    const current = this.#streams.get(stream)?.at(-1)?.revision;
    if (current !== expected) return { kind: 'conflict', current };
    this.#streams.delete(stream);
    this.#deleted.add(stream);
    return { kind: 'written', revision: current };
  }

  /** Deletes what is in it. */
  empty(stream: string): void {
    this.forgetBefore(stream, this.#streams.get(stream)?.length ?? 0);
    this.#emptied.add(stream);
  }

  /** What no server does by itself: forgets the end of a stream, as a restored back-up does. */
  forget(stream: string, fromRevision: number): void {
    this.#streams.get(stream)?.splice(fromRevision);
  }

  /** As a server does that was told to keep no more than what comes from there on, and has scavenged. */
  forgetBefore(stream: string, revision: number): void {
    this.#forgottenBefore.set(stream, revision);
  }

  /** What only a broken disk does: an event is gone from the middle of a stream, or a stream from the cluster. */
  lose(stream: string, revision?: number): void {
    if (revision === undefined) this.#streams.delete(stream);
    else this.#streams.set(stream, this.#streams.get(stream)?.filter((event) => event.revision !== revision) ?? []);
  }

  /** A ledger as versions wrote it that knew no heads: neither its events nor its identity say anything of them. */
  withoutHeads(ledger: string): void {
    this.#streams.get(`${ledger}.identity`)?.splice(1);
    const events = this.#streams.get(`${ledger}.events`) ?? [];
    const older = events.map((event) => {
      const { stream, revision } = JSON.parse(Buffer.from(event.customMetadata).toString('utf8')) as Record<
        string,
        unknown
      >;
      return { ...event, customMetadata: Buffer.from(JSON.stringify({ stream, revision })) };
    });
    this.#streams.set(`${ledger}.events`, older);
  }

  onAppended(stream: string, listener: () => void): () => void {
    this.#appended.on(stream, listener);
    return () => this.#appended.off(stream, listener);
  }
}
