import { accessDefinitionOf, type LedgerDecisionEvent, LEDGERS_STREAM } from '@bali/access';
import { type EventStore, type LedgerHeld, NO_STREAM } from '@bali/event-store';
import { type Actor, recordOf } from '@bali/ledger';
import { type Clock, CommandTexts, OWN_SOURCE, type RandomBytes } from '../loop/command.js';
import { ATTEMPTS_IN_ACCESS_LEDGER, CommandLoop } from '../loop/command-loop.js';
import { RecordWriter, type Software } from '../loop/record-writer.js';

export interface LedgerDecisionsOptions {
  readonly accessLedger: EventStore;
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
}

/** A person's decision. */
export interface Decided {
  /** A UUID of its own. */
  readonly commandId: string;
  readonly reason: string;
  readonly by: Actor;
}

/** Records in the access ledger what a person decided about a ledger that is not what was written into it. */
export class LedgerDecisions {
  readonly #options: LedgerDecisionsOptions;
  readonly #loop: CommandLoop;

  constructor(options: LedgerDecisionsOptions) {
    const { accessLedger: store, trialId, software, now } = options;
    this.#options = options;
    const writer = new RecordWriter({ store, trialId, software, definitionOf: accessDefinitionOf });
    this.#loop = new CommandLoop({ writer, now, attempts: ATTEMPTS_IN_ACCESS_LEDGER });
  }

  /** Records that a ledger is used as it was found; once for each `commandId`. @throws what the store throws. */
  async accepted({ ledger, why }: Pick<LedgerHeld, 'ledger' | 'why'>, decision: Decided): Promise<void> {
    const { commandId, reason, by } = decision;
    const { accessLedger, randomBytes } = this.#options;
    const before = await accessLedger.readStream(LEDGERS_STREAM);
    if (before.some(({ leaf }) => recordOf(leaf).metadata.commandId === commandId)) return;
    const event: LedgerDecisionEvent = { type: 'LedgerAccepted', data: { ledger, why } };
    const texts = new CommandTexts(commandId, randomBytes);
    await this.#loop.run({
      done: () => Promise.resolve(undefined),
      stream: () => LEDGERS_STREAM,
      load: async () => {
        const last = (await accessLedger.readStream(LEDGERS_STREAM)).at(-1);
        return { state: undefined, revision: last?.revision ?? NO_STREAM };
      },
      decide: () => ({ events: [event] }),
      ...{ texts, reason: texts.keep(reason) },
      envelopeAt: () => ({
        ...{ commandId, causationId: commandId, correlationId: commandId },
        ...{ actor: by, source: OWN_SOURCE },
      }),
    });
  }
}
