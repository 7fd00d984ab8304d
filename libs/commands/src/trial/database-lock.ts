import type { VerifiedState } from '@bali/projections';
import { decideTrial, hasEnded, type PatientsSignedOff, TRIAL_STREAM, type TrialState } from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';

export interface DatabaseLockOptions {
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  readonly trials: StreamLoader<TrialState>;
  /** Folded from the verified leaves of the trial ledger. */
  readonly state: Pick<VerifiedState, 'now'>;
}

/**
 * Locks the database, once every randomized patient is signed off.
 *
 * Patients' records are read, not locked: one that is written within the same milliseconds may come after the lock. Then its
 * sign-off shows as superseded, and the position in the ledger says which was first.
 */
export class DatabaseLock {
  readonly #options: DatabaseLockOptions;

  constructor(options: DatabaseLockOptions) {
    this.#options = options;
  }

  /** @throws as {@link CommandHandler.handle} */
  lock(given: Given): Promise<Handled> {
    const { handler, trials: streams } = this.#options;
    return handler.handle({
      ...given,
      streams,
      stream: () => TRIAL_STREAM,
      decide: async (state, context) =>
        decideTrial({ type: 'LockDatabase', data: {} }, state, {
          ...context,
          patients: await this.#patientsSignedOff(),
        }),
    });
  }

  async #patientsSignedOff(): Promise<PatientsSignedOff> {
    const { summaries } = await this.#options.state.now();
    const randomized = summaries.filter(({ randomizedAt }) => randomizedAt !== undefined);
    const notSignedOff = randomized
      .filter(({ signedOffAt }) => signedOffAt === undefined)
      .map(({ patient, status }) => ({ patient, hasEnded: hasEnded(status) }));
    return { randomizedPatients: randomized.length, notSignedOff };
  }
}
