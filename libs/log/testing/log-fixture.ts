import { type EventStore, NO_STREAM, openSqliteEventStore } from '@bali/event-store';
import { directoryOnDisk, sampleAppend, testHeads } from '@bali/event-store/testing';
import { type Log, makeSigningKeys, Signer, signerUnlessAtWork, TransparencyLog } from '@bali/log';
import { join } from 'node:path';

export const ORIGIN = 'bali.example/NCT00904501/trial';

/** A data directory on a disk with a ledger, its keys and its log, opened and closed as often as a test likes. */
export class LogFixture implements AsyncDisposable {
  readonly #directory = directoryOnDisk();
  readonly path = this.#directory.path;
  readonly files = { keys: this.inside('keys', 'signing.json'), lastSigned: this.inside('keys', 'last-signed.txt') };
  readonly tiles = this.inside('log-trial.db');
  readonly complaints: string[] = [];
  readonly told: string[] = [];
  now = new Date('2026-03-01T10:00:00Z');
  readonly #opened: { close(): Promise<void> }[] = [];

  constructor() {
    makeSigningKeys(this.files.keys, ORIGIN, new Uint8Array(32).fill(7), this.now);
  }

  inside(...names: string[]): string {
    return join(this.path, ...names);
  }

  openStore(file = 'trial.db'): EventStore {
    const path = this.inside(file);
    return this.#keep(openSqliteEventStore({ path, trialId: 'NCT00904501', ledger: 'trial', heads: testHeads(path) }));
  }

  /** @param signs whether it signs: at once, never, or when nobody else does any more. */
  openLog(store: EventStore, { tiles = this.tiles, signs = true }: { tiles?: string; signs?: boolean | 'later' } = {}) {
    const log: Log = {
      info: (_, message) => void this.told.push(message),
      error: (_, message) => void this.complaints.push(message),
    };
    const standBy = () => signerUnlessAtWork(this.files, ORIGIN);
    const signing = signs === true ? { signer: new Signer(this.files, ORIGIN) } : signs === 'later' ? { standBy } : {};
    const opened = this.#keep(
      new TransparencyLog({ store, origin: ORIGIN, tiles, now: () => this.now, log, ...signing }),
    );
    opened.start();
    return opened;
  }

  /** Closes everything that is open, the last first. */
  async close(): Promise<void> {
    for (const resource of this.#opened.splice(0).toReversed()) await resource.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
    this.#directory[Symbol.dispose]();
  }

  #keep<Resource extends { close(): Promise<void> }>(resource: Resource): Resource {
    this.#opened.push(resource);
    return resource;
  }
}

/** Appends a number of events, each of a stream of its own named by a label. */
export async function append(store: EventStore, count: number, label = 'event'): Promise<void> {
  const from = (await store.lastPosition()) + 1;
  const appends = Array.from({ length: count }, (_, place) => sampleAppend(`${label}-${from + place}`, NO_STREAM));
  await Promise.all(appends.map((one) => store.append(one)));
}
