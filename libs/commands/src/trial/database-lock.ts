import type { PatientSummary, VerifiedState } from '@bali/projections';
import type { Instant } from '@bali/protocol';
import {
  decideTrial,
  hasEnded,
  patientStream,
  type PatientsSignedOff,
  treatedAt,
  TRIAL_STREAM,
  type TrialCommandType,
} from '@bali/trial';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import type { Handled } from '../loop/command-loop.js';
import type { Streams } from '../streams.js';

export interface DatabaseLockOptions {
  /** Of the trial ledger. */
  readonly handler: CommandHandler;
  readonly streams: Pick<Streams, 'trials' | 'patients'>;
  /** Folded from the verified leaves of the trial ledger. */
  readonly state: Pick<VerifiedState, 'now'>;
}

/**
 * Locks the database, once every randomized patient is signed off and the cell therapy unit has made its statement about all of them.
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
    return this.#decide('LockDatabase', given);
  }

  /** The statement of the cell therapy unit: whether it may be made follows from the trial ledger alone. @throws as {@link lock} */
  confirmUnitRecords(given: Given): Promise<Handled> {
    return this.#decide('ConfirmUnitRecords', given);
  }

  #decide(type: TrialCommandType, given: Given): Promise<Handled> {
    const { handler, streams } = this.#options;
    return handler.handle({
      ...given,
      streams: streams.trials,
      stream: () => TRIAL_STREAM,
      decide: async (state, context) =>
        decideTrial({ type, data: {} }, state, { ...context, patients: await this.#patientsSignedOff() }),
    });
  }

  async #patientsSignedOff(): Promise<PatientsSignedOff> {
    const { summaries } = await this.#options.state.now();
    const randomized = summaries.filter(({ randomizedAt }) => randomizedAt !== undefined);
    const notSignedOff = randomized
      .filter(({ signedOffAt }) => signedOffAt === undefined)
      .map(({ patient, status }) => ({ patient, hasEnded: hasEnded(status) }));
    const treated = await this.#treatedAt(randomized);
    return {
      ...{ randomizedPatients: randomized.length, notSignedOff },
      ...(treated === undefined ? {} : { treatedAt: treated }),
    };
  }

  /** When something of a day of treatment was last recorded of any of them. */
  async #treatedAt(patients: readonly PatientSummary[]): Promise<Instant | undefined> {
    let last: Instant | undefined;
    for (const { patient } of patients) {
      const at = treatedAt((await this.#options.streams.patients.load(patientStream(patient))).state);
      if (at !== undefined && (last === undefined || at > last)) last = at;
    }
    return last;
  }
}
