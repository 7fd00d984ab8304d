import { accessDefinitionOf, CLOCK_STREAM, type ClockEvent, type ClockStep, SYSTEM_ACTOR } from '@bali/access';
import { type EventStore, NO_STREAM } from '@bali/event-store';
import { type Actor, recordOf } from '@bali/ledger';
import { v4 as uuidV4 } from 'uuid';
import { type Clock, OWN_SOURCE, type RandomBytes } from '../loop/command.js';
import { ATTEMPTS_IN_ACCESS_LEDGER, CommandLoop } from '../loop/command-loop.js';
import { RecordWriter, type Software } from '../loop/record-writer.js';

export interface ClockLogOptions {
  readonly accessLedger: EventStore;
  readonly trialId: string;
  readonly software: Software;
  readonly now: Clock;
  readonly randomBytes: RandomBytes;
}

/** The last word on the clock. */
export interface ClockStanding {
  /** Of the stream's last event; {@link NO_STREAM} if there is none. */
  readonly revision: number;
  /** A step that no operator has accepted yet. */
  readonly step?: ClockStep;
  /** What the clock showed when an operator accepted it, if nothing came after that. */
  readonly accepted?: string;
}

/** The events of the clock, in the access ledger: who accepted what, and what the software noticed. */
export class ClockLog {
  readonly #options: ClockLogOptions;
  readonly #loop: CommandLoop;

  constructor(options: ClockLogOptions) {
    const { accessLedger: store, trialId, software, now } = options;
    this.#options = options;
    const writer = new RecordWriter({ store, trialId, software, definitionOf: accessDefinitionOf });
    this.#loop = new CommandLoop({ writer, now, attempts: ATTEMPTS_IN_ACCESS_LEDGER });
  }

  /** What stands after every event that was acknowledged before. @param after the revision of the last event that is known. */
  async standing(after = NO_STREAM): Promise<ClockStanding> {
    const later = await this.#options.accessLedger.readStream(CLOCK_STREAM, after + 1);
    const last = later.at(-1);
    if (last === undefined) return { revision: after };
    const event = recordOf(last.leaf) as unknown as ClockEvent;
    const { revision } = last;
    return event.type === 'ClockStepped' ? { revision, step: event.data } : { revision, accepted: event.data.clock };
  }

  /** @returns the revision of its event. @throws what the store throws. */
  stepped(step: ClockStep): Promise<number> {
    return this.#record({ type: 'ClockStepped', data: step }, SYSTEM_ACTOR);
  }

  /** @returns the revision of its event. @throws what the store throws. */
  accepted(clock: string, by: Actor): Promise<number> {
    return this.#record({ type: 'ClockAccepted', data: { clock } }, by);
  }

  async #record(event: ClockEvent, actor: Actor): Promise<number> {
    const chance = this.#options.randomBytes(16, `event of the clock at ${event.data.clock}`);
    const commandId = uuidV4({ random: Uint8Array.from(chance) });
    const envelope = { commandId, causationId: commandId, correlationId: commandId, actor, source: OWN_SOURCE };
    const { handled } = await this.#loop.run({
      done: () => Promise.resolve(undefined),
      stream: () => CLOCK_STREAM,
      load: async () => ({ state: undefined, revision: (await this.standing()).revision }),
      decide: () => ({ events: [event] }),
      envelopeAt: () => envelope,
    });
    return handled.revision;
  }
}
