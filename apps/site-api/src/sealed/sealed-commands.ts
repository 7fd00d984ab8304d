import { type BlindingEvent, type BlindingState, SEALED_STREAM } from '@bali/blinding';
import { CommandTexts, type CommandEnvelope } from '@bali/command-handling';
import type { Decision } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { v5 as uuidV5 } from 'uuid';
import { type Resources, RESOURCES } from '../resources.js';

/** Thrown inside a decision that led to nothing: there is nothing to append. */
class NothingToRecord extends Error {}

export interface SealedCommand {
  /** Whose command it is part of. */
  readonly envelope: CommandEnvelope;
  /** Which part of it: with the command's id, it makes an id of its own. */
  readonly part: string;
  /** Kept beside the sealed ledger, sealed. */
  readonly texts?: CommandTexts;
  /** The hash of the reason, among these texts. */
  readonly reason?: string;
  readonly notBefore?: string;
  readonly decide: (state: BlindingState) => Decision<BlindingEvent>;
}

/** Records in the sealed ledger what has to be there before the trial ledger is told. */
@Injectable()
export class SealedCommands {
  constructor(@Inject(RESOURCES) private readonly resources: Resources) {}

  /** What the sealed ledger says of the list, with every event that was acknowledged before. */
  async state(): Promise<BlindingState> {
    return (await this.resources.blinding.load(SEALED_STREAM)).state;
  }

  /**
   * @returns the state after it: where the decision leads to nothing, the state that it was decided on.
   * @throws CommandRefused
   */
  async record({ envelope, part, texts, reason, notBefore, decide }: SealedCommand): Promise<BlindingState> {
    const { sealedHandler, blinding, randomBytes } = this.resources;
    const commandId = uuidV5(part, envelope.commandId);
    try {
      await sealedHandler.handle({
        envelope: { ...envelope, commandId },
        texts: texts ?? new CommandTexts(commandId, randomBytes),
        streams: blinding,
        stream: () => SEALED_STREAM,
        ...(reason === undefined ? {} : { reason }),
        ...(notBefore === undefined ? {} : { notBefore }),
        decide: (state) => {
          const decision = decide(state);
          if ('events' in decision && decision.events.length === 0) throw new NothingToRecord();
          return decision;
        },
      });
    } catch (error) {
      if (!(error instanceof NothingToRecord)) throw error;
    }
    return this.state();
  }
}
