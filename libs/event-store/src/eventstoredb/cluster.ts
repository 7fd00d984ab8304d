import type {
  EventData,
  EventStoreDBClient,
  ResolvedEvent,
  StreamMetadata,
  StreamSubscription,
} from '@eventstore/db-client';
import { kindOf, TimeLimitExceeded } from './cluster-errors.js';
import type { ConnectionString } from './connection-string.js';
import type { ReadEvent, WireEvent } from './wire-event.js';

/** An answer is waited for longer than the server's deadline by this time, so that one that comes late still counts. */
const ANSWER_GRACE_MS = 250;

export interface ClusterOptions {
  readonly connection: ConnectionString;
  /** How long an answer is waited for. After that, nobody knows whether what was asked for was done. */
  readonly timeLimitMs: number;
}

/** What an append expects of its stream: its exact last revision, or `any` where repeating the append does no harm. */
export type Expected = number | 'no_stream' | 'any';

/** The client's handle of a subscription or of a read. */
interface Calls extends AsyncIterable<ResolvedEvent> {
  on(event: 'error', listener: (error: Error) => void): unknown;
  destroy(error?: Error): unknown;
}

/**
 * Single attempts at a cluster, each with a time limit of its own. What fails is thrown as the client gives it: whether to
 * try again is decided elsewhere.
 */
export class Cluster {
  readonly #connect: () => EventStoreDBClient;
  readonly #options: ClusterOptions;
  #client: EventStoreDBClient | undefined;

  private constructor(connect: () => EventStoreDBClient, options: ClusterOptions) {
    this.#connect = connect;
    this.#options = options;
  }

  /** The client is loaded only where a cluster is used. Nothing is sent yet. */
  static async at(options: ClusterOptions): Promise<Cluster> {
    const { EventStoreDBClient } = await import('@eventstore/db-client');
    const connect = () => EventStoreDBClient.connectionString(options.connection.address);
    return new Cluster(connect, options);
  }

  /** @returns the revision of the last event written. */
  async append(stream: string, events: readonly WireEvent[], expected: Expected): Promise<number> {
    // With credentials the client makes one call for one append; without, all share a stream that can fail them together.
    const options = {
      ...this.#asked,
      expectedRevision: typeof expected === 'number' ? BigInt(expected) : expected,
      deadline: this.#options.timeLimitMs,
    } as const;
    const written = this.#attempt((client) => client.appendToStream(stream, events as unknown as EventData[], options));
    return Number((await written).nextExpectedRevision);
  }

  /** A stream's events from a revision, up to a limit; none if there is no such stream. */
  async read(stream: string, fromRevision: number, maxCount: number): Promise<readonly ReadEvent[]> {
    const range = { ...this.#asked, fromRevision: BigInt(fromRevision), maxCount };
    return this.#collect((client) => client.readStream(stream, range));
  }

  /** The events after a revision (-1: all), and then those that come, until the caller ends the subscription or it fails. */
  subscribe(stream: string, afterRevision: number, highWaterMark: number): StreamSubscription {
    const fromRevision = afterRevision < 0 ? ('start' as const) : BigInt(afterRevision);
    const options = { ...this.#asked, fromRevision };
    const subscription = this.#current().subscribeToStream(stream, options, { highWaterMark });
    // Without a listener, an error that comes after the loop has been left would end the process.
    subscription.on('error', () => undefined);
    return subscription;
  }

  async metadata(stream: string): Promise<StreamMetadata | undefined> {
    const { metadata } = await this.#attempt((client) => client.getStreamMetadata(stream, this.#asked));
    return metadata;
  }

  /** Sets a stream's metadata, unless there is some already. */
  async setMetadata(stream: string, metadata: StreamMetadata): Promise<void> {
    const options = { ...this.#asked, expectedRevision: 'no_stream', deadline: this.#options.timeLimitMs } as const;
    await this.#attempt((client) => client.setStreamMetadata(stream, metadata, options));
  }

  /** Deletes a stream for good: there can never be another of its name. */
  async tombstone(stream: string, expectedRevision: number): Promise<void> {
    const options = { expectedRevision: BigInt(expectedRevision), deadline: this.#options.timeLimitMs };
    await this.#attempt((client) => client.tombstoneStream(stream, { ...this.#asked, ...options }));
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.dispose();
  }

  get #asked() {
    return { credentials: this.#options.connection.credentials, requiresLeader: true } as const;
  }

  #current(): EventStoreDBClient {
    this.#client ??= this.#connect();
    return this.#client;
  }

  async #collect(read: (client: EventStoreDBClient) => Calls & { cancel(): Promise<void> }): Promise<ReadEvent[]> {
    const events: ReadEvent[] = [];
    let calls: (Calls & { cancel(): Promise<void> }) | undefined;
    try {
      await this.#attempt(async (client) => {
        calls = read(client);
        calls.on('error', () => undefined);
        for await (const { event } of calls) if (event) events.push(event);
      });
      return events;
    } catch (error) {
      if (kindOf(error) === 'stream-not-found') return [];
      throw error;
    } finally {
      // Leaving the loop alone would leave the call open on the server.
      calls?.cancel().catch(() => undefined);
    }
  }

  /** After no answer, the next attempt makes a connection of its own: it may find a node that answers. */
  async #attempt<Result>(call: (client: EventStoreDBClient) => Promise<Result>): Promise<Result> {
    const client = this.#current();
    const { timeLimitMs } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new TimeLimitExceeded(timeLimitMs)), timeLimitMs + ANSWER_GRACE_MS);
    });
    try {
      return await Promise.race([call(client), limit]);
    } catch (error) {
      const isSilent = error instanceof TimeLimitExceeded || kindOf(error) === 'deadline-exceeded';
      if (isSilent && this.#client === client) this.#client = undefined;
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}
