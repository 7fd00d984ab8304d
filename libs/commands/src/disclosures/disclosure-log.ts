import { accessDefinitionOf, dayOf, type DisclosureEvent, DISCLOSURES_STREAM } from '@bali/access';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { type Actor, type LedgerRecord, recordOf } from '@bali/ledger';
import { v4 as uuidV4 } from 'uuid';
import type { Clock, RandomBytes } from '../loop/command.js';
import { ATTEMPTS_IN_ACCESS_LEDGER, CommandLoop } from '../loop/command-loop.js';
import { RecordWriter, type Software } from '../loop/record-writer.js';

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

const HOUR_MS = 3_600_000;

/** What is recorded for a day, and was recorded each time by earlier versions. */
const READ_DAILY: readonly string[] = ['cells-of-a-patient', 'product-accountability'];

/**
 * Records in the access ledger what somebody is about to be shown [EMA-621-access]: one event for each time, durable before
 * it returns, with the mark that says so, so that nothing is shown of which the log does not know. It waits for no signature.
 */
export class DisclosureLog {
  readonly #options: DisclosureLogOptions;
  readonly #loop: CommandLoop;
  /** Of the stream's last event that this process knows of: where the next one is tried. */
  #revision = NO_STREAM;
  /** The readings of this hour that are recorded or about to be. */
  readonly #readings = new Map<string, Promise<unknown>>();
  #hour = 0;
  /** Who has read on which day, as far as the stream was read. */
  readonly #days = new Set<string>();
  #hasReadingsOfBefore = false;

  constructor(options: DisclosureLogOptions) {
    const { accessLedger: store, trialId, software, now } = options;
    this.#options = options;
    const writer = new RecordWriter({ store, trialId, software, definitionOf: accessDefinitionOf });
    this.#loop = new CommandLoop({ writer, now, attempts: ATTEMPTS_IN_ACCESS_LEDGER });
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

  /**
   * Records that somebody who may know reads something that day: once for each person and day, through whichever instance.
   * @throws as {@link record}
   */
  async recordDay(shownTo: ShownTo): Promise<void> {
    const day = dayOf(this.#options.now().toISOString());
    const key = readerOn(shownTo.actor.userId, day);
    await this.#append(shownTo, () => (this.#days.has(key) ? [] : [{ type: 'SealedDataReadOnDay', data: { day } }]));
  }

  /** @throws TooContended; what the store throws: then nothing may be shown. */
  record(event: DisclosureEvent, shownTo: ShownTo): Promise<void> {
    return this.#append(shownTo, () => [event]);
  }

  async #append({ actor, requestId, source }: ShownTo, decide: () => readonly DisclosureEvent[]): Promise<void> {
    const { randomBytes, accessLedger } = this.#options;
    await this.#loop.run({
      // Each time that something is shown is an event of its own, also where a request is repeated.
      done: () => Promise.resolve(undefined),
      stream: () => DISCLOSURES_STREAM,
      load: async () => {
        await this.#readOn();
        return { state: undefined, revision: this.#revision };
      },
      decide: () => ({ events: decide() }),
      envelopeAt: (revision) => {
        const chance = randomBytes(16, `disclosure ${revision + 1} for request ${requestId}`);
        const commandId = uuidV4({ random: Uint8Array.from(chance) });
        return { commandId, causationId: requestId, correlationId: requestId, actor, source };
      },
    });
    // Nobody who takes the newest events away from the ledger gets it past the mark, not even after a power cut.
    await accessLedger.syncMark();
  }

  /**
   * Whether the ledger says of single readings when somebody who may know read what of whom. Software that wrote them so has left
   * ledgers which nobody may read who is blinded.
   */
  async hasReadingsOfBefore(): Promise<boolean> {
    await this.#readOn();
    return this.#hasReadingsOfBefore;
  }

  async #readOn(): Promise<void> {
    const later = await this.#options.accessLedger.readStream(DISCLOSURES_STREAM, this.#revision + 1);
    for (const { leaf } of later) this.#note(recordOf(leaf));
    this.#revision = Math.max(this.#revision, later.at(-1)?.revision ?? this.#revision);
  }

  #note({ type, data, metadata }: LedgerRecord): void {
    if (type === 'SealedDataReadOnDay') {
      this.#days.add(readerOn(metadata.actor.userId, (data as { readonly day: string }).day));
    } else if (type === 'SealedDataRead') {
      this.#hasReadingsOfBefore ||= READ_DAILY.includes((data as { readonly what: string }).what);
    }
  }
}

function readerOn(userId: string, day: string): string {
  return `${day} ${userId}`;
}
