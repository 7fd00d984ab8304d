import type { EventStore } from '@bali/event-store';
import type { FindCommand, ProjectionRunner } from '@bali/projections';
import type { CommandEnvelope } from './command.js';
import { type Handled, idsOf } from './command-loop.js';
import { CommandIdReused } from './errors.js';

const CATCH_UP_MS = 10_000;

export interface CommandIndexOptions {
  readonly store: EventStore;
  /** Applies the ledger's events to the projection in which commands are found. */
  readonly runner: ProjectionRunner;
  readonly findCommand: FindCommand;
}

/** Knows which commands a ledger holds: so a command is done once, whoever repeats it, whenever and through whichever instance. */
export class CommandIndex {
  readonly #options: CommandIndexOptions;

  constructor(options: CommandIndexOptions) {
    this.#options = options;
  }

  /**
   * What a command did already, if it did. Sees every command acknowledged before.
   * @throws CommandIdReused
   */
  async done({ commandId, causationId }: CommandEnvelope): Promise<Handled | undefined> {
    await this.#catchUp();
    const found = this.#options.findCommand(commandId);
    if (found === undefined) return undefined;
    if (found.causationId !== causationId) throw new CommandIdReused();
    const { stream, lastRevision, lastPosition, events } = found;
    return { stream, revision: lastRevision, position: lastPosition, events: idsOf(commandId, events) };
  }

  /**
   * True if the index holds the command as far as it has come, without waiting for the ledger's end. False does not prove the
   * opposite: another instance may have done it since.
   */
  isKnown({ commandId }: Pick<CommandEnvelope, 'commandId'>): boolean {
    return this.#options.findCommand(commandId) !== undefined;
  }

  async #catchUp(): Promise<void> {
    const { store, runner } = this.#options;
    const position = await store.lastPosition();
    if (runner.lastApplied >= position) return;
    await runner.waitFor(position, AbortSignal.timeout(CATCH_UP_MS));
  }
}
