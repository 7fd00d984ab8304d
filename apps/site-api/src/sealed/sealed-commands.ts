import { type Begun, type BlindingState, SEALED_STREAM } from '@bali/blinding';
import { type CommandEnvelope, CommandTexts, type StreamLoader } from '@bali/commands';
import type { Decision, DecisionContext } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import type { Resources } from '../resources.js';

/** Thrown inside a decision that led to nothing: there is nothing to append. */
class NothingToRecord extends Error {}

export interface SealedCommand<State extends object> {
  /** Whose command it is part of. */
  readonly envelope: CommandEnvelope;
  /** Which part of it: with the command's id, it makes an id of its own. */
  readonly part: string;
  /** Kept beside the sealed ledger, sealed. */
  readonly texts?: CommandTexts;
  /** The hash of the reason, among these texts. */
  readonly reason?: string;
  readonly notBefore?: string;
  /** What the sealed ledger is read as. */
  readonly streams: StreamLoader<State>;
  readonly decide: (state: State, context: DecisionContext) => Decision | Promise<Decision>;
}

/** Records in the sealed ledger what has to be there before the trial ledger is told. */
export class SealedCommands {
  readonly #resources: Resources;

  constructor(resources: Resources) {
    this.#resources = resources;
  }

  /** What the sealed ledger says of the list, with every event that was acknowledged before. */
  async state(): Promise<BlindingState> {
    return (await this.#resources.blinding.load(SEALED_STREAM)).state;
  }

  /** What was begun by a command and is not given up. */
  async begun(commandId: string): Promise<Begun | undefined> {
    const { begun } = await this.state();
    return begun.findLast(({ data, isGivenUp }) => !isGivenUp && data.request.commandId === commandId);
  }

  /**
   * @returns the state after it: where the decision leads to nothing, the state that it was decided on.
   * @throws CommandRefused
   */
  async record<State extends object>(command: SealedCommand<State>): Promise<State> {
    const { envelope, part, texts, reason, notBefore, streams, decide } = command;
    const { sealedHandler, randomBytes } = this.#resources;
    const commandId = uuidV5(part, envelope.commandId);
    try {
      await sealedHandler.handle({
        envelope: { ...envelope, commandId },
        texts: texts ?? new CommandTexts(commandId, randomBytes),
        streams,
        stream: () => SEALED_STREAM,
        ...(reason === undefined ? {} : { reason }),
        ...(notBefore === undefined ? {} : { notBefore }),
        decide: async (state, context) => {
          const decision = await decide(state, context);
          if ('events' in decision && decision.events.length === 0) throw new NothingToRecord();
          return decision;
        },
      });
    } catch (error) {
      if (!(error instanceof NothingToRecord)) throw error;
    }
    return (await streams.load(SEALED_STREAM)).state;
  }
}
