import { type BlindingState, type PendingCommand, SEALED_STREAM } from '@bali/blinding';
import type { Decision, DecisionContext } from '@bali/trial';
import { v5 as uuidV5 } from 'uuid';
import { type CommandEnvelope, CommandTexts, type RandomBytes } from '../loop/command.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { StreamLoader } from '../loop/stream-loader.js';

export interface SealedCommandsOptions {
  /** Takes commands to the sealed ledger. */
  readonly handler: CommandHandler;
  readonly blinding: StreamLoader<BlindingState>;
  readonly randomBytes: RandomBytes;
}

/** A part of a command that goes to the sealed ledger. */
export interface SealedPart<State extends object> {
  /** Whose command it is part of. */
  readonly envelope: CommandEnvelope;
  /** Which part of it: with the command's id, it makes an id of its own. */
  readonly part: string;
  /** Kept beside the sealed ledger, sealed. */
  readonly texts?: CommandTexts;
  /** The hash of the reason, among these texts. */
  readonly reason?: string;
  /** The code beside it. */
  readonly reasonCode?: string;
  /** What the sealed ledger is read as. */
  readonly streams: StreamLoader<State>;
  /** No events: there is nothing to record. */
  readonly decide: (state: State, context: DecisionContext) => Decision | Promise<Decision>;
}

/** Records in the sealed ledger the parts of commands that have to be there before the trial ledger is written to. */
export class SealedCommands {
  readonly #options: SealedCommandsOptions;

  constructor(options: SealedCommandsOptions) {
    this.#options = options;
  }

  /** What the sealed ledger says of the list, with every event that was acknowledged before. */
  async state(): Promise<BlindingState> {
    return (await this.#options.blinding.load(SEALED_STREAM)).state;
  }

  /** The last command that began in the sealed ledger, is not given up, and fits. */
  async pending(fits: (command: PendingCommand) => boolean): Promise<PendingCommand | undefined> {
    return (await this.state()).pending.findLast((command) => !command.isGivenUp && fits(command));
  }

  /** @throws as {@link CommandHandler.handle} */
  async record<State extends object>({ envelope, part, texts, ...command }: SealedPart<State>): Promise<void> {
    const { handler, randomBytes } = this.#options;
    const commandId = uuidV5(part, envelope.commandId);
    await handler.handle({
      ...command,
      envelope: { ...envelope, commandId },
      texts: texts ?? new CommandTexts(commandId, randomBytes),
      stream: () => SEALED_STREAM,
    });
  }
}
