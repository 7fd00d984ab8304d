import type { PendingCommand } from '@bali/blinding';
import type { TrialState } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { Clock } from '../loop/command.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import { CommandRefused } from '../loop/errors.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { TrialLedgerCommands } from '../trial/trial-ledger-commands.js';
import { asGiven, envelopeOf, type Pending, type Sealing } from './pending-request.js';
import type { Saga } from './saga.js';
import type { SagaEnd } from './saga-end.js';
import { SagaRun } from './saga-run.js';
import type { SealedCommands } from './sealed-commands.js';

export interface TwoLedgerSagasOptions {
  /** How each saga ends, by the type of the event with which it begins. */
  readonly ends: ReadonlyMap<string, SagaEnd>;
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  readonly commands: TrialLedgerCommands;
  readonly trials: StreamLoader<TrialState>;
  readonly sealed: SealedCommands;
  readonly sealing: Sealing;
  readonly now: Clock;
}

/**
 * Writes in two ledgers, of which no store makes one transaction: check, sign, begin in the sealed ledger, finish in the trial
 * ledger or give up. A crash may fall between any two steps: whoever comes next, the repeated command or the process manager of
 * any instance, goes on from there under the command's own id, so that everything happens once.
 */
export class TwoLedgerSagas {
  readonly #options: TwoLedgerSagasOptions;
  readonly #underWay = new Map<string, Promise<Handled>>();

  constructor(options: TwoLedgerSagasOptions) {
    this.#options = options;
  }

  /** @throws CommandRefused, StaleRevision, CommandIdReused, TooContended, what the signer throws. What the stores throw. */
  run<Wanted, State extends object, Data extends PendingCommand['data']>(
    saga: Saga<Wanted, State, Data>,
    command: { readonly given: Given; readonly wanted: Wanted },
  ): Promise<Handled> {
    return new SagaRun(this.#options, this, saga, command).run();
  }

  /**
   * Does in the trial ledger what the command would have done; where the trial ledger refuses it now, it is documented that it was
   * given up. Within this process, the command and whoever finishes after a crash wait for the same.
   * @throws CommandRefused
   */
  finish(pending: Pending): Promise<Handled> {
    const { commandId } = pending.data.request;
    const underWay = this.#underWay.get(commandId);
    if (underWay !== undefined) return underWay;
    const finished = this.#finish(pending).finally(() => this.#underWay.delete(commandId));
    this.#underWay.set(commandId, finished);
    return finished;
  }

  /** The same for somebody who did not ask for it. @returns nothing where it was given up: the one who asked is told why. */
  async finishOrGiveUp(pending: Pending): Promise<Handled | undefined> {
    try {
      return await this.finish(pending);
    } catch (error) {
      if (error instanceof CommandRefused) return undefined;
      throw error;
    }
  }

  /** True if this instance has seen it finished. False does not prove the opposite: another instance may have finished it since. */
  isKnownToBeFinished(pending: Pending): boolean {
    return this.#options.handler.isKnown(envelopeOf(pending));
  }

  async #finish(pending: Pending): Promise<Handled> {
    const { finish, giveUp, reasonCodeOf } = this.#endOf(pending);
    const reasonCode = reasonCodeOf(pending);
    const { commands, handler, sealed, sealing } = this.#options;
    try {
      const given = await asGiven(pending, sealing);
      return await commands.handle(finish(pending), { ...given, ...(reasonCode === undefined ? {} : { reasonCode }) });
    } catch (error) {
      if (!(error instanceof CommandRefused)) throw error;
      // Another instance may have finished it between this one's look for it and its decision.
      const done = await handler.done(envelopeOf(pending));
      if (done !== undefined) return done;
      await giveUp(pending, error.refusal.code, sealed);
      throw error;
    }
  }

  #endOf({ type }: Pending): SagaEnd {
    const end = this.#options.ends.get(type);
    if (end === undefined) throw new Error('a command began in a way that this software does not know how to finish');
    return end;
  }
}
