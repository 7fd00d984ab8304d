import type { Begun } from '@bali/blinding';
import { CommandRefused, type Handled } from '@bali/commands';
import type { Resources } from '../resources.js';
import type { SealedCommands } from '../sealed/sealed-commands.js';
import { type BegunRequest, envelopeOf } from './begun-request.js';
import { FINISHERS } from './finishers.js';

type AnyFinisher = (typeof FINISHERS)[keyof typeof FINISHERS];

/**
 * Finishes in the trial ledger what was begun in the sealed ledger, exactly as the command would have: under its id, so that
 * it happens once, whoever finishes it, how often, and through how many instances at once.
 */
export class Finishing {
  readonly #sealed: SealedCommands;
  readonly #resources: Resources;
  readonly #underWay = new Map<string, Promise<Handled>>();

  constructor(sealed: SealedCommands, resources: Resources) {
    this.#sealed = sealed;
    this.#resources = resources;
  }

  /**
   * Does what the command would have done; where the trial ledger refuses it now, it is documented that it was given up.
   * Within this process, the command and whoever finishes after a crash wait for the same.
   * @throws CommandRefused
   */
  finish(begun: Pick<Begun, 'type' | 'data' | 'metadata'>): Promise<Handled> {
    const { commandId } = begun.data.request;
    const underWay = this.#underWay.get(commandId);
    if (underWay !== undefined) return underWay;
    const finished = this.#finish(begun).finally(() => this.#underWay.delete(commandId));
    this.#underWay.set(commandId, finished);
    return finished;
  }

  /** The same for whoever did not ask for it. @returns nothing where it was given up; who asked is told why. */
  async finishOrGiveUp(begun: Pick<Begun, 'type' | 'data' | 'metadata'>): Promise<Handled | undefined> {
    try {
      return await this.finish(begun);
    } catch (error) {
      if (error instanceof CommandRefused) return undefined;
      throw error;
    }
  }

  /** True if this instance has seen it finished. False does not prove the opposite: another instance may have finished it since. */
  isKnownToBeFinished(begun: BegunRequest): boolean {
    return this.#resources.handler.isKnown(envelopeOf(begun));
  }

  async #finish(begun: Pick<Begun, 'type' | 'data' | 'metadata'>): Promise<Handled> {
    const { finish, giveUp } = finisherOf(begun.type);
    try {
      return await finish(begun as never, this.#resources);
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      // Another instance may have finished it between this one's look for it and its decision.
      const done = await this.#resources.handler.done(envelopeOf(begun));
      if (done !== undefined) return done;
      const how = { resources: this.#resources, sealed: this.#sealed, because: error.refusal.code };
      await giveUp?.(begun as never, how);
      throw error;
    }
  }
}

function finisherOf(type: string): AnyFinisher {
  const finisher = Object.hasOwn(FINISHERS, type) ? FINISHERS[type as keyof typeof FINISHERS] : undefined;
  if (finisher === undefined) throw new Error('something was begun that this software does not know how to finish');
  return finisher;
}
