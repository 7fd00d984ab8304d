import {
  CommandHandler,
  type CommandHandlerOptions,
  type CommandEnvelope,
  CommandTexts,
  type Handled,
  type StreamCommand,
  RecordWriter,
  StreamLoader,
} from '@bali/commands';
import type { EventStore } from '@bali/event-store';
import { openTemporaryStore, type TemporaryStore } from '@bali/event-store/testing';
import { commandFinder, TRIAL_PROJECTIONS } from '@bali/projections';
import { RunnerFixture } from '@bali/projections/testing';
import { definitionOf, evolveTrial, initialTrialState, TRIAL_STREAM, type TrialState } from '@bali/trial';
import { trialEvent } from '@bali/trial/testing';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { v5 as uuidV5 } from 'uuid';

export const NOW = '2026-03-02T10:00:00.000Z';

/** An instance of a program that takes commands to a ledger: its own projections, its own memory. */
export interface Instance {
  readonly handler: CommandHandler;
  readonly streams: StreamLoader<TrialState>;
}

/** A ledger in a file, and instances that write to it. */
export class CommandFixture implements AsyncDisposable {
  readonly ledger: TemporaryStore = openTemporaryStore();
  readonly #runners = new RunnerFixture();
  #instances = 0;

  get store(): EventStore {
    return this.ledger.store;
  }

  async instance(options: Partial<Pick<CommandHandlerOptions, 'turnLimitMs' | 'now'>> = {}): Promise<Instance> {
    const { store } = this.ledger;
    this.#instances += 1;
    const path = join(this.#runners.directory, `projections-${this.#instances}.db`);
    const runner = await this.#runners.start(store, TRIAL_PROJECTIONS, path);
    const software = { version: '0.1.0', commit: '0000000' };
    const writer = new RecordWriter({ store, trialId: 'NCT00904501', software, definitionOf });
    const findCommand = commandFinder(runner);
    return {
      handler: new CommandHandler({ store, writer, runner, findCommand, now: () => new Date(NOW), ...options }),
      streams: new StreamLoader(store, { initial: initialTrialState, evolve: evolveTrial }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#runners[Symbol.asyncDispose]();
    await this.ledger[Symbol.asyncDispose]();
  }
}

const COMMANDS = '0b8c1b1e-5f5a-5c0e-9c57-0c2f5d2f4a12';

/** What stands around a command; the same name is the same command. */
export function envelopeOf(name: string, message = 'a message'): CommandEnvelope {
  const commandId = uuidV5(name, COMMANDS);
  return {
    commandId,
    causationId: uuidV5(message, commandId),
    correlationId: uuidV5(`request of ${name}`, COMMANDS),
    actor: { userId: 'c.martin', name: 'Claire Martin', role: 'sponsor-coordinator', organisation: 'CHU de Reims' },
    source: { client: 'a client', ip: '192.0.2.17' },
  };
}

/** The free texts of a command, salted with what its name gives. */
export function textsOf(name: string): CommandTexts {
  return new CommandTexts(envelopeOf(name).commandId, (length, purpose) =>
    createHash('shake256', { outputLength: length }).update(purpose).digest(),
  );
}

/** Opens a site that is named by the command: decided on whatever is there. */
export function openSite(
  { handler, streams }: Instance,
  site: string,
  changes: Partial<StreamCommand<TrialState>> = {},
): Promise<Handled> {
  return handler.handle({
    envelope: envelopeOf(site),
    texts: textsOf(site),
    streams,
    stream: () => TRIAL_STREAM,
    decide: () => ({ events: [trialEvent('SiteOpened', { site })] }),
    ...changes,
  });
}
