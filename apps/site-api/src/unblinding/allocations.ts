import { actorOf, type Person } from '@bali/access';
import { blindingRefusal, discloseAllocation, type DisclosedAllocation, listOf } from '@bali/blinding';
import { CommandRefused } from '@bali/commands';
import { assertOwnSite, type RequestOrigin } from '@bali/http';
import { siteOfPatient } from '@bali/protocol';
import { isUnblinded, knowsArm, last, patientStream, refusal, TRIAL_STREAM } from '@bali/trial';
import { Inject, Injectable } from '@nestjs/common';
import { problemOfCommand } from '../recording/refusal-problems.js';
import { type Resources, RESOURCES } from '../resources.js';
import { SealedCommands } from '../sealed/sealed-commands.js';

/** The arm of one patient, and what proves that it was fixed before the first patient. */
export interface PatientAllocation extends DisclosedAllocation {
  readonly patient: string;
}

/** Who is shown something, and with which request. */
export interface Shown extends Pick<RequestOrigin, 'requestId' | 'source'> {
  readonly person: Person;
}

/**
 * The one way from the sealed ledger to an answer: whatever is shown is in the access ledger before it is read
 * [EMA-621-access].
 */
@Injectable()
export class Allocations {
  constructor(
    @Inject(SealedCommands) private readonly sealed: SealedCommands,
    @Inject(RESOURCES) private readonly resources: Resources,
  ) {}

  /** Of one patient, to a person to whom it was disclosed, and to nobody else. @throws Problem `not-shown-to-you` */
  async ofPatient(shown: Shown, patient: string): Promise<PatientAllocation> {
    assertOwnSite(shown.person, siteOfPatient(patient));
    return this.#asProblem(async () => {
      const { state } = await this.resources.patients.load(patientStream(patient));
      if (!knowsArm(state, shown.person.userId)) {
        throw new CommandRefused(
          blindingRefusal('not-shown-to-you', 'The arm of this patient was not disclosed to you.'),
        );
      }
      await this.#log(shown, 'allocation', patient);
      const [allocation] = await this.#read([patient]);
      if (allocation === undefined) throw new Error('a randomized patient has no slot');
      return allocation;
    });
  }

  /** Of all patients, once the trial is unblinded. @throws Problem `trial-not-unblinded` */
  async ofTrial(shown: Shown): Promise<readonly PatientAllocation[]> {
    return this.#asProblem(async () => {
      const { state } = await this.resources.trials.load(TRIAL_STREAM);
      if (!isUnblinded(state)) throw new CommandRefused(refusal('trial-not-unblinded', 'The trial is not unblinded.'));
      await this.#log(shown, 'allocations');
      const randomized = this.resources.queries.summaries().filter(({ randomizedAt }) => randomizedAt !== undefined);
      return this.#read(randomized.map(({ patient }) => patient));
    });
  }

  async #log({ person, requestId, source }: Shown, what: string, patient?: string): Promise<void> {
    const data = { what, ...(patient === undefined ? {} : { patient }) };
    const shownTo = { actor: actorOf(person), requestId, source };
    await this.resources.disclosures.record({ type: 'SealedDataRead', data }, shownTo);
  }

  /** With the place that the trial ledger says each was randomized to. */
  async #read(patients: readonly string[]): Promise<readonly PatientAllocation[]> {
    const list = listOf(await this.sealed.state());
    const allocations: PatientAllocation[] = [];
    for (const patient of patients) {
      const { state } = await this.resources.patients.load(patientStream(patient));
      const place = last(state, 'Randomized')?.data;
      const disclosed = place && discloseAllocation(list, place);
      if (disclosed !== undefined) allocations.push({ patient, ...disclosed });
    }
    return allocations;
  }

  async #asProblem<Result>(read: () => Promise<Result>): Promise<Result> {
    try {
      return await read();
    } catch (error) {
      throw problemOfCommand(error);
    }
  }
}
