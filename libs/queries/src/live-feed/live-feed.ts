import { type Person, worksAt } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { recordOf } from '@bali/ledger';
import { PatientSites, type ProjectionRunner, standingTransfers } from '@bali/projections';
import { patientOfStream } from '@bali/trial';
import { QueryRefused } from '../query-refused.js';

/** An event as it is fed to a client. */
export interface FedEvent {
  readonly position: number;
  readonly type: string;
  /** The record's canonical JSON. */
  readonly json: string;
}

const decoder = new TextDecoder();

/** What the feed asks of the projections: which transfers stand. */
type Runner = Pick<ProjectionRunner, 'reader' | 'lastApplied'>;

/**
 * The events of the trial ledger as they come. A site role gets what is about its own patients and about the trial: of a patient who
 * was transferred, what was recorded while the patient was there; of one who is there now, all.
 */
export class LiveFeed {
  readonly #trialLedger: EventStore;
  readonly #runner: Runner;

  constructor(trialLedger: EventStore, runner: Runner) {
    this.#trialLedger = trialLedger;
    this.#runner = runner;
  }

  /**
   * The position with which a feed begins: after the last event that a client has, or from the one that it names, or with the next that
   * comes. Somebody who has more than there is follows another ledger, or one that was restored: waiting would be silence for ever.
   * @throws QueryRefused `beyond-the-end`
   */
  async firstPosition(last: number | undefined, from: number | undefined): Promise<number> {
    const next = (await this.#trialLedger.lastPosition()) + 1;
    const first = last === undefined ? (from ?? next) : last + 1;
    if (first <= next) return first;
    const detail = `the feed was asked to begin with event ${first}, but the next event that comes is ${next}`;
    throw new QueryRefused('beyond-the-end', { detail });
  }

  /** The events from a position on that this person may see, until the signal is aborted. */
  async *eventsFor(person: Person, first: number, signal: AbortSignal): AsyncGenerator<FedEvent> {
    const { lastApplied, reader } = this.#runner;
    const transfers = standingTransfers(reader);
    const here = new PatientSites(transfers);
    // What happened before this feed is told by where patients were then; what happens in it, by where they are.
    const since = new PatientSites(transfers.filter(({ position }) => position < first));
    for await (const page of this.#trialLedger.follow(first, signal)) {
      for (const { position, stream, type, leaf } of page) {
        if (patientOfStream(stream) === undefined || person.sites.length === 0) {
          yield { position, type, json: decoder.decode(leaf) };
          continue;
        }
        const record = recordOf(leaf);
        const sites = [since.siteOf(record), ...(position <= lastApplied ? [here.siteOf(record)] : [])];
        since.take(record);
        if (sites.some((site) => worksAt(person, site ?? ''))) {
          yield { position, type, json: decoder.decode(leaf) };
        }
      }
    }
  }
}
