import { actorOf, dayOf } from '@bali/access';
import type { BlindingState } from '@bali/blinding';
import { v5 as uuidV5 } from 'uuid';
import type { Clock } from '../loop/command.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { SealedCommands } from '../saga/sealed-commands.js';
import type { AskedBy } from './allocations.js';
import type { DisclosureLog } from './disclosure-log.js';

export interface SealedReadingsOptions {
  readonly sealed: SealedCommands;
  readonly streams: { readonly blinding: StreamLoader<BlindingState> };
  readonly disclosures: DisclosureLog;
  readonly now: Clock;
}

/** What is read, and of whom: of one patient, or of all. */
export interface SealedReading {
  readonly what: string;
  readonly patient?: string;
}

/**
 * Records what somebody is about to be shown who may know [EMA-621-access]: its detail in the sealed ledger, and in the access
 * ledger that they read something that day. How often, when and of whom they read follows what is done for patients, so that none
 * of it may stand where a blinded inspector reads.
 */
export class SealedReadings {
  readonly #options: SealedReadingsOptions;

  constructor(options: SealedReadingsOptions) {
    this.#options = options;
  }

  /** @throws what recording throws: then nothing may be shown. */
  async record({ person, requestId, source }: AskedBy, { what, patient }: SealedReading): Promise<void> {
    const { sealed, streams, disclosures, now } = this.#options;
    const actor = actorOf(person);
    const day = dayOf(now().toISOString());
    // The same reading of the same day is the same command: whichever instance records it, it is recorded once.
    const commandId = uuidV5(JSON.stringify([person.userId, day, what, patient ?? null]), READINGS);
    await sealed.record({
      envelope: { commandId, causationId: commandId, correlationId: requestId, actor, source },
      part: 'reading',
      streams: streams.blinding,
      decide: () => ({
        events: [{ type: 'SealedDataShown', data: { what, ...(patient !== undefined && { patient }) } }],
      }),
    });
    await disclosures.recordDay({ actor, requestId, source });
  }
}

const READINGS = '5d3a4b0e-31f6-5f0c-9c1d-7b3b2f6a9e42';
