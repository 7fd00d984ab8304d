import { type Action, permits, type Role } from '@bali/access';
import type { EventStore } from '@bali/event-store';
import { QueueByKey } from '@bali/queue';
import type { Decision, DecisionContext } from '@bali/trial';
import type { CommandEnvelope } from './command.js';
import { CommandIndex, type CommandIndexOptions } from './command-index.js';
import { CommandLoop, type CommandLoopOptions, type Handled, type LoopedCommand } from './command-loop.js';
import { CommandRefused, TooContended } from './errors.js';
import type { StreamLoader } from './stream-loader.js';

type AsLooped = Pick<
  LoopedCommand<never, never>,
  'stream' | 'texts' | 'reason' | 'reasonCode' | 'expectedRevision' | 'signer'
>;

/** A command of the trial or the sealed ledger on its way: which stream it is about, and how it is decided. */
export interface StreamCommand<State extends object> extends AsLooped {
  readonly envelope: CommandEnvelope;
  /** The annulled event in whose place a new one is recorded. */
  readonly replaces?: string;
  /** The edit checks that are overridden. */
  readonly despite?: readonly string[];
  readonly streams: StreamLoader<State>;
  readonly decide: (state: State, context: DecisionContext) => Decision | Promise<Decision>;
  /**
   * Commands of the same turn would race for the same place: within this process they wait for each other. Without it, of
   * a crowd that comes without a pause, somebody loses again and again. It must not wait for another command's turn.
   */
  readonly turn?: string;
}

export interface CommandHandlerOptions extends CommandIndexOptions, Pick<CommandLoopOptions, 'writer' | 'now'> {
  /** All commands write to one stream: within this process they wait for each other, and do not race. */
  readonly oneAtATime?: boolean;
  /** How long a command waits for its turn before it is refused, and its client comes back later. {@link TURN_LIMIT_MS} by default. */
  readonly turnLimitMs?: number;
}

/**
 * While a store is away, each command takes all of the store's patience: a queue behind it must not wait for the sum of these.
 */
const TURN_LIMIT_MS = 30_000;

/**
 * Takes a command to the trial or the sealed ledger. The same command is never done twice, whoever repeats it, whenever and
 * through whichever instance.
 */
export class CommandHandler {
  readonly #loop: CommandLoop;
  readonly #index: CommandIndex;
  readonly #store: EventStore;
  readonly #turns = new QueueByKey();
  readonly #turnLimitMs: number;
  readonly #oneAtATime: boolean;

  constructor({ writer, now, oneAtATime = false, turnLimitMs = TURN_LIMIT_MS, ...index }: CommandHandlerOptions) {
    this.#loop = new CommandLoop({ writer, now });
    this.#index = new CommandIndex(index);
    this.#store = index.store;
    this.#turnLimitMs = turnLimitMs;
    this.#oneAtATime = oneAtATime;
  }

  /**
   * @throws CommandRefused, StaleRevision, CommandIdReused, TooContended, what the signer throws: nothing was written.
   * LedgerHeld, and what the store throws.
   */
  handle<State extends object>(command: StreamCommand<State>): Promise<Handled> {
    const turn = this.#oneAtATime ? 'every command' : command.turn;
    if (turn === undefined) return this.#handle(command);
    return this.#turns.run(turn, async (waitedMs) => {
      if (waitedMs > this.#turnLimitMs) throw new TooContended(turn);
      return this.#handle(command);
    });
  }

  /**
   * What a command did already, if it did. Sees every command acknowledged before.
   * @throws CommandIdReused
   */
  done(envelope: CommandEnvelope): Promise<Handled | undefined> {
    return this.#index.done(envelope);
  }

  /** True if the command is known to be done; false does not prove the opposite. See {@link CommandIndex.isKnown}. */
  isKnown(envelope: Pick<CommandEnvelope, 'commandId'>): boolean {
    return this.#index.isKnown(envelope);
  }

  async #handle<State extends object>(command: StreamCommand<State>): Promise<Handled> {
    // What is left of a ledger that is held would lead to a decision that nobody understands.
    if (this.#store.held !== undefined) throw this.#store.held;
    const { envelope, streams, decide, turn: _, replaces, despite, ...looped } = command;
    const about = { ...(replaces === undefined ? {} : { replaces }), ...(despite === undefined ? {} : { despite }) };
    const around = contextOf(envelope, { ...looped, ...about });
    const { handled } = await this.#loop.run({
      ...looped,
      done: () => this.done(envelope),
      load: (stream) => streams.load(stream),
      decide: async (state: State, now) => {
        const decision = await decide(state, { now, ...around });
        return 'refusal' in decision ? { refused: new CommandRefused(decision.refusal) } : decision;
      },
      envelopeAt: () => envelope,
    });
    return handled;
  }
}

/** What a decision is made with besides the time. */
export function contextOf(
  { actor, otherAccounts }: Pick<CommandEnvelope, 'actor' | 'otherAccounts'>,
  { reason, reasonCode, replaces, despite }: Pick<DecisionContext, 'reason' | 'reasonCode' | 'replaces' | 'despite'>,
): Omit<DecisionContext, 'now'> {
  return {
    by: actor.userId,
    role: actor.role,
    ...(otherAccounts === undefined ? {} : { otherAccounts }),
    mayDo: (action) => permits(actor.role as Role, action as Action),
    ...(reason === undefined ? {} : { reason }),
    ...(reasonCode === undefined ? {} : { reasonCode }),
    ...(replaces === undefined ? {} : { replaces }),
    ...(despite === undefined ? {} : { despite }),
  };
}
