import type { Invocation } from '@bali/commands';
import { decideTrial, type PatientsSignedOff, TRIAL_STREAM } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import type { Recorded } from '../recording/recorded.js';
import { Recording } from '../recording/recording.js';
import { type Resources, RESOURCES } from '../resources.js';

/**
 * Locks the database, once every randomized patient is signed off.
 *
 * Patients' records are read, not locked: one that is written within the same milliseconds may come after the lock. Then its
 * sign-off shows as superseded, and the position in the ledger says which was first.
 */
@Injectable()
export class DatabaseLock {
  constructor(
    @Inject(Recording) private readonly recording: Recording,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  lock(invocation: Invocation): Promise<Recorded> {
    const { handler, trials } = this.resources;
    return this.recording.recorded(
      invocation,
      () => ({ type: 'LockDatabase' as const }),
      (request) =>
        handler.handle({
          ...this.recording.handling(request),
          streams: trials,
          stream: () => TRIAL_STREAM,
          decide: (state, context) =>
            decideTrial({ type: 'LockDatabase', data: {} }, state, { ...context, patients: this.#patientsSignedOff() }),
        }),
    );
  }

  #patientsSignedOff(): PatientsSignedOff {
    const randomized = this.resources.queries.summaries().filter(({ randomizedAt }) => randomizedAt !== undefined);
    const notSignedOff = randomized.filter(({ signedOffAt }) => signedOffAt === undefined);
    return { randomizedPatients: randomized.length, notSignedOff: notSignedOff.map(({ patient }) => patient) };
  }
}
