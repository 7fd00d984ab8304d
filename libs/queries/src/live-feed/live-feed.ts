import { type Person, worksAt } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { siteOfPatient } from '@bali/protocol';
import { patientOfStream } from '@bali/trial';

/** An event as it is fed to a client. */
export interface FedEvent {
  readonly position: number;
  readonly type: string;
  /** The record's canonical JSON. */
  readonly json: string;
}

const decoder = new TextDecoder();

/** The events of the trial ledger as they come. A site role gets what is about its own patients and about the trial. */
export class LiveFeed {
  readonly #trialLedger: EventStore;

  constructor(trialLedger: EventStore) {
    this.#trialLedger = trialLedger;
  }

  /** The position that the next event will have. */
  async nextPosition(): Promise<number> {
    return (await this.#trialLedger.lastPosition()) + 1;
  }

  /** The events from a position on that this person may see, until the signal is aborted. */
  async *eventsFor(person: Person, first: number, signal: AbortSignal): AsyncGenerator<FedEvent> {
    for await (const page of this.#trialLedger.follow(first, signal)) {
      for (const { position, stream, type, leaf } of page) {
        const patient = patientOfStream(stream);
        if (patient !== undefined && !worksAt(person, siteOfPatient(patient))) continue;
        yield { position, type, json: decoder.decode(leaf) };
      }
    }
  }
}
