import { ConnectionString, EventStoreDbEventStore, type EventStoreDbOptions, type Pacing } from '@bali/event-store';
import { temporaryDirectory, testHeads, withPrefix } from '@bali/event-store/testing';
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EventStoreStandIn } from './stand-in.js';

/** A server that answers has time enough to do so on a busy machine: what ends an attempt early, a test asks for itself. */
const HASTY = { timeLimitMs: 10_000, patienceMs: 1_500, idleLimitMs: 50, pageEvents: 5 } as const;

/** Between attempts nobody waits: the clock is put forward instead. */
function hastyPacing(): Pacing {
  let now = 0;
  const pause = (milliseconds: number) => {
    now += milliseconds;
    return nextTurn();
  };
  return { now: () => now, random: () => 0, pause };
}

/** Writes into a stream as any user of the cluster may. */
export function writeForeign(standIn: EventStoreStandIn, stream: string, type: string, data: string): void {
  const event = {
    id: randomUUID(),
    // The server's own streams hold JSON; what this software writes is bytes to the server.
    metadata: [
      ['type', type],
      ['content-type', `application/${type.startsWith('$') ? 'json' : 'octet-stream'}`],
    ] as const,
    customMetadata: new Uint8Array(),
    data: Buffer.from(data),
  };
  standIn.streams.append(stream, [event], 'any');
}

/** The installations of one test: each store it opens is closed at its end. Default: each has a directory of its own. */
export class Installations implements AsyncDisposable {
  readonly directory = temporaryDirectory();
  readonly #prefix: string;
  readonly #opened: EventStoreDbEventStore[] = [];

  constructor(prefix = 'bali') {
    this.#prefix = prefix;
  }

  store(at: { readonly connectionString: string }, options: Partial<EventStoreDbOptions> = {}): EventStoreDbEventStore {
    const connection = ConnectionString.parse(withPrefix(at.connectionString, this.#prefix));
    if (!connection) throw new Error('no good connection string');
    const directory = `${this.directory.path}/${this.#opened.length}`;
    const about = {
      trialId: 'NCT00904501',
      ledger: 'trial',
      directory,
      connection,
      heads: testHeads(directory),
    } as const;
    const store = new EventStoreDbEventStore({ ...HASTY, pacing: hastyPacing(), ...about, ...options });
    this.#opened.push(store);
    return store;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#opened.map((store) => store.close()));
    this.directory[Symbol.dispose]();
  }
}
