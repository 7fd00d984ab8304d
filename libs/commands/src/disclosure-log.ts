import { accessDefinitionOf, type DisclosureEvent, DISCLOSURES_STREAM } from '@bali/access';
import { type Appended, type EventStore, NO_STREAM, WrongExpectedRevision } from '@bali/event-store';
import { type Actor, type LedgerRecord, recordOf } from '@bali/ledger';
import { v4 as uuidV4 } from 'uuid';
import type { Clock, RandomBytes } from './command.js';
import { RecordWriter, type Software } from './record-writer.js';
import { TooContended } from './errors.js';

export interface DisclosureLogOptions {
  readonly accessLedger: EventStore;
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
}

/** Who is shown something, and with which request. */
export interface ShownTo {
  readonly actor: Actor;
  /** A UUID. */
  readonly requestId: string;
  readonly source: { readonly client: string; readonly ip: string };
}

const ATTEMPTS = 200;

const HOUR_MS = 3_600_000;

/**
 * Records in the access ledger what somebody is about to be shown [EMA-621-access]: one event for each time, durable before
 * it returns, so that nothing is shown of which the log does not know.
 */
export class DisclosureLog {
  readonly #options: DisclosureLogOptions;
  readonly #writer: RecordWriter;
  /** Of the stream's last event that this process knows of: where the next one is tried. */
  #revision = NO_STREAM;
  /** The readings of this hour that are recorded or about to be. */
  readonly #readings = new Map<string, Promise<unknown>>();
  #hour = 0;

  constructor(options: DisclosureLogOptions) {
    const { accessLedger: store, trialId, software } = options;
    this.#options = options;
    this.#writer = new RecordWriter({ store, trialId, software, definitionOf: accessDefinitionOf });
  }

  /** Everything that was shown, in order. */
  async all(): Promise<readonly LedgerRecord[]> {
    const stored = await this.#options.accessLedger.readStream(DISCLOSURES_STREAM);
    return stored.map(({ leaf }) => recordOf(leaf));
  }

  /**
   * Records that somebody reads a list of sealed records: once in an hour, for the pages are as many as there are records, and who
   * may count the one may not learn the other. After a start the next page is recorded again.
   * @throws what {@link record} throws
   */
  async recordReading(what: string, shownTo: ShownTo): Promise<void> {
    const hour = Math.floor(this.#options.now().getTime() / HOUR_MS);
    if (hour !== this.#hour) this.#readings.clear();
    this.#hour = hour;
    const reading = JSON.stringify([shownTo.actor.userId, shownTo.actor.role, what]);
    const recorded = this.#readings.get(reading) ?? this.record({ type: 'SealedDataRead', data: { what } }, shownTo);
    this.#readings.set(reading, recorded);
    try {
      await recorded;
    } catch (error) {
      this.#readings.delete(reading);
      throw error;
    }
  }

  /** @throws TooContended; what the store throws: then nothing may be shown. */
  async record(event: DisclosureEvent, { actor, requestId, source }: ShownTo): Promise<Appended> {
    const { now, randomBytes, accessLedger } = this.#options;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const later = await accessLedger.readStream(DISCLOSURES_STREAM, this.#revision + 1);
      const revision = Math.max(this.#revision, later.at(-1)?.revision ?? this.#revision);
      this.#revision = revision;
      const chance = randomBytes(16, `disclosure ${revision + 1} for request ${requestId}`);
      const commandId = uuidV4({ random: Uint8Array.from(chance) });
      const envelope = { commandId, causationId: requestId, correlationId: requestId, actor, source };
      const decided = { stream: DISCLOSURES_STREAM, revision, events: [event], envelope, recordedAt: now(), texts: [] };
      try {
        return await this.#writer.append(decided);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision)) throw error;
      }
    }
    throw new TooContended(DISCLOSURES_STREAM);
  }
}
