import { actorOf, type DisclosureEvent, giverOf, type Person } from '@bali/access';
import {
  type ArmInFrench,
  armInFrench,
  type ArmInWords,
  armInWords,
  blindingRefusal,
  discloseAllocation,
  type BlindingData,
  type DisclosedAllocation,
  deviationsJudgementInForce,
  type JudgedDeviation,
  listOf,
  nextSteps,
} from '@bali/blinding';
import type { VerifiedState } from '@bali/projections';
import { isUnblinded, knowsArm, last, patientStream, refusal, TRIAL_STREAM } from '@bali/trial';
import { CommandRefused } from '../loop/errors.js';
import type { SealedCommands } from '../saga/sealed-commands.js';
import type { Streams } from '../streams.js';
import type { DisclosureLog, ShownTo } from './disclosure-log.js';
import type { SealedReadings } from './sealed-readings.js';

/** The arm of one patient, and what proves that it was fixed before the first patient. */
export interface PatientAllocation extends DisclosedAllocation {
  readonly patient: string;
  readonly inWords: ArmInWords;
  /** What the person does now who was told it. */
  readonly next: readonly string[];
  /** The same in French: the answer has both, so that nobody has to ask for a language at night. */
  readonly inFrench: ArmInFrench;
}

/** Who asks to be shown something, and with which request. */
export interface AskedBy extends Omit<ShownTo, 'actor'> {
  readonly person: Person;
}

export interface AllocationsOptions {
  readonly sealed: Pick<SealedCommands, 'state'>;
  readonly streams: Pick<Streams, 'trials' | 'patients'>;
  /** Folded from the verified leaves of the trial ledger. */
  readonly state: Pick<VerifiedState, 'now'>;
  readonly disclosures: DisclosureLog;
  readonly readings: Pick<SealedReadings, 'record'>;
}

/**
 * The one way from the sealed list to an answer: whatever is shown is in the access ledger before it is read
 * [EMA-621-access].
 */
export class Allocations {
  readonly #options: AllocationsOptions;

  constructor(options: AllocationsOptions) {
    this.#options = options;
  }

  /** Of one patient, to a person to whom it was just disclosed: of that, everybody reads in the trial ledger. @throws as {@link again} */
  ofPatient(asked: AskedBy, patient: string): Promise<PatientAllocation> {
    return this.#ofPatient(asked, patient, () => this.#log(asked, 'allocation', patient));
  }

  /**
   * The same, to whoever reads it again, of which nobody is told more than that they read on that day. To nobody else.
   * @throws CommandRefused `not-shown-to-you`
   */
  again(asked: AskedBy, patient: string): Promise<PatientAllocation> {
    return this.#ofPatient(asked, patient, () => this.#options.readings.record(asked, { what: 'allocation', patient }));
  }

  async #ofPatient(asked: AskedBy, patient: string, log: () => Promise<void>): Promise<PatientAllocation> {
    const { state } = await this.#options.streams.patients.load(patientStream(patient));
    if (!knowsArm(state, giverOf(asked.person))) {
      throw new CommandRefused(
        blindingRefusal('not-shown-to-you', 'The arm of this patient was not disclosed to you.'),
      );
    }
    await log();
    const [allocation] = await this.#read([patient]);
    if (allocation === undefined) throw new Error('a randomized patient has no slot');
    return allocation;
  }

  /** Of all patients, once the trial is unblinded. @throws CommandRefused `trial-not-unblinded` */
  async ofTrial(asked: AskedBy): Promise<readonly PatientAllocation[]> {
    await this.#requireUnblinded();
    await this.#log(asked, 'allocations');
    return this.#ofAll();
  }

  /** What was judged by people who knew an arm, once the trial is unblinded, for reports. @throws CommandRefused `trial-not-unblinded` */
  async judgementsOfTrial(asked: AskedBy): Promise<readonly Omit<BlindingData<'JudgementMade'>, 'request' | 'text'>[]> {
    await this.#requireUnblinded();
    await this.#log(asked, 'sealed-judgements');
    const { judgements } = await this.#options.sealed.state();
    return judgements.map(({ data: { request: _, text: __, ...judged } }) => judged);
  }

  /**
   * How what deviated in the cell therapy unit was judged, once the trial is unblinded, for reports and exports by arm. `undefined`: nobody
   * judged it before. @throws CommandRefused `trial-not-unblinded`
   */
  async unitDeviationsOfTrial(
    asked: AskedBy,
  ): Promise<{ readonly judgedAt: string; readonly judged: readonly JudgedDeviation[] } | undefined> {
    await this.#requireUnblinded();
    await this.#log(asked, 'unit-deviations');
    const { deviationJudgements } = await this.#options.sealed.state();
    const inForce = deviationsJudgementInForce(deviationJudgements);
    return inForce && { judgedAt: inForce.metadata.recordedAt, judged: inForce.judged };
  }

  async #requireUnblinded(): Promise<void> {
    const { state } = await this.#options.streams.trials.load(TRIAL_STREAM);
    if (!isUnblinded(state)) throw new CommandRefused(refusal('trial-not-unblinded', 'The trial is not unblinded.'));
  }

  /**
   * Of all patients, for the tables of the data monitoring board, while the trial is blinded. That a member of it looks, and at what, is
   * recorded before.
   */
  async ofBoard(
    { person, requestId, source }: AskedBy,
    look: Extract<DisclosureEvent, { readonly type: 'BoardTablesRead' }>['data'],
  ): Promise<readonly PatientAllocation[]> {
    const shownTo = { actor: actorOf(person), requestId, source };
    await this.#options.disclosures.record({ type: 'BoardTablesRead', data: look }, shownTo);
    return this.#ofAll();
  }

  async #ofAll(): Promise<readonly PatientAllocation[]> {
    const { summaries } = await this.#options.state.now();
    const randomized = summaries.filter(({ randomizedAt }) => randomizedAt !== undefined);
    return this.#read(randomized.map(({ patient }) => patient));
  }

  async #log({ person, requestId, source }: AskedBy, what: string, patient?: string): Promise<void> {
    const data = { what, ...(patient === undefined ? {} : { patient }) };
    const shownTo = { actor: actorOf(person), requestId, source };
    await this.#options.disclosures.record({ type: 'SealedDataRead', data }, shownTo);
  }

  /** With the place that the trial ledger says each was randomized to. */
  async #read(patients: readonly string[]): Promise<readonly PatientAllocation[]> {
    const list = listOf(await this.#options.sealed.state());
    const allocations: PatientAllocation[] = [];
    for (const patient of patients) {
      const { state } = await this.#options.streams.patients.load(patientStream(patient));
      const place = last(state, 'Randomized')?.data;
      const disclosed = place && discloseAllocation(list, place);
      if (disclosed === undefined) continue;
      const told = { arm: disclosed.arm, patient, implantedAt: last(state, 'Implanted')?.data.implantedAt };
      const inFrench = armInFrench(told);
      allocations.push({ patient, ...disclosed, inWords: armInWords(told), next: nextSteps(told), inFrench });
    }
    return allocations;
  }
}
