import { permits, type Person } from '@bali/access';
import {
  armInFrenchWords,
  type ArmInWords,
  armInWords,
  armOf,
  type BlindingData,
  type BlindingState,
  type KeptCaseOutcome,
  SEALED_STREAM,
} from '@bali/blinding';
import type { Actor } from '@bali/ledger';
import { isUnblinded, last, patientStream, refusal, type SafetyCase, safetyCasesOf, TRIAL_STREAM } from '@bali/trial';
import type { AskedBy } from '../disclosures/allocations.js';
import type { SealedReadings } from '../disclosures/sealed-readings.js';
import type { Given } from '../intake/command-intake.js';
import type { CommandHandler } from '../loop/command-handler.js';
import { CommandRefused } from '../loop/errors.js';
import type { Streams } from '../streams.js';
import type { SealedTexts } from '../texts/sealed-texts.js';
import { caseToDo, type CaseToDo } from './case-standing.js';
import type { HandedOverCases } from './handed-over-cases.js';
import { refusedOutcome } from './refused-outcome.js';

/** What is recorded of a case: exactly one group, and perhaps a text. */
export type CaseOutcome = BlindingData<'CaseOutcomeRecorded'>;

/** A record of a case as it is shown to those who may know it. */
export interface ShownCaseOutcome extends Omit<CaseOutcome, 'patient' | 'number'> {
  readonly id: string;
  readonly recordedBy: Actor;
  readonly recordedAt: string;
  /** The record that took it back: it counts no more. Absent: it stands. */
  readonly takenBackBy?: string;
}

/** A case that was handed over for a report. */
export interface UnblindedCase {
  readonly patient: string;
  readonly number: number;
  readonly handedOverAt: string;
  /** When the report of the adverse event was annulled: what was sent is nullified. */
  readonly annulledAt?: string;
  readonly toDo: readonly CaseToDo[];
  readonly records: readonly ShownCaseOutcome[];
}

/** The same with what was given, for whoever reports it. */
export interface OpenedCase extends UnblindedCase {
  readonly inWords: ArmInWords;
  /** The same in French. */
  readonly inFrench: ArmInWords;
}

export interface UnblindedCasesOptions {
  /** Of the sealed ledger. */
  readonly handler: CommandHandler;
  readonly streams: Pick<Streams, 'trials' | 'patients' | 'blinding'>;
  readonly readings: SealedReadings;
  readonly texts: Pick<SealedTexts, 'opened'>;
  /** The patients of whom a case was ever handed over. */
  readonly handedOver: Pick<HandedOverCases, 'patients'>;
}

/**
 * The cases that were handed over for a report, for those who may know what was given: what it was, what is to be done until when, and what
 * came of it. Whether a case is one of them follows from the trial ledger alone; what came of it stands in the sealed ledger alone.
 */
export class UnblindedCases {
  readonly #options: UnblindedCasesOptions;

  constructor(options: UnblindedCasesOptions) {
    this.#options = options;
  }

  /** @param given with texts that are sealed. @returns the id of the record. @throws as {@link CommandHandler.handle} */
  async record(made: CaseOutcome, given: Given): Promise<string> {
    const { handler, streams } = this.#options;
    const { events } = await handler.handle<BlindingState>({
      ...given,
      streams: streams.blinding,
      stream: () => SEALED_STREAM,
      decide: async ({ caseOutcomes }, context) => {
        await this.#handedOver(made);
        const own = caseOutcomes.filter(isOf(made));
        const refused = refusedOutcome(made, own, context);
        return refused === undefined ? { events: [{ type: 'CaseOutcomeRecorded', data: made }] } : { refusal: refused };
      },
    });
    return events[0] ?? '';
  }

  /** What was given, for the report of one case. That it is shown is recorded before. @throws CommandRefused */
  async open(about: Pick<CaseOutcome, 'patient' | 'number'>, asked: AskedBy): Promise<OpenedCase> {
    const { readings, streams } = this.#options;
    const { patient } = about;
    await this.#handedOver(about);
    await readings.record(asked, { what: 'case-for-report', patient });
    const { state: blinding } = await streams.blinding.load(SEALED_STREAM);
    const { state } = await streams.patients.load(patientStream(patient));
    const arm = armOf(blinding, patient);
    if (arm === undefined) throw new CommandRefused(refusal('not-randomized', NOTHING_GIVEN));
    const told = { arm, patient, implantedAt: last(state, 'Implanted')?.data.implantedAt };
    const [found] = (await this.#casesOf(patient, blinding)).filter(({ number }) => number === about.number);
    if (found === undefined) throw new CommandRefused(refusal('case-not-handed-over', NOT_HANDED_OVER, '/number'));
    return { ...found, inWords: armInWords(told), inFrench: armInFrenchWords(told) };
  }

  /** All cases, the one first that is due first. That they are read is recorded before. @throws CommandRefused `trial-not-unblinded` */
  async all(asked: AskedBy): Promise<readonly UnblindedCase[]> {
    const { readings, streams, handedOver } = this.#options;
    await this.#requireReader(asked.person);
    await readings.record(asked, { what: 'cases-for-report' });
    const { state: blinding } = await streams.blinding.load(SEALED_STREAM);
    const cases: UnblindedCase[] = [];
    for (const patient of await handedOver.patients()) cases.push(...(await this.#casesOf(patient, blinding)));
    return cases.toSorted((one, other) => (dueFirst(one) < dueFirst(other) ? -1 : 1));
  }

  /** The sponsor and the analysis read them once the trial is unblinded. */
  async #requireReader({ role }: Person): Promise<void> {
    if (permits(role, 'open-case-for-report') || permits(role, 'read-cells')) return;
    const { state } = await this.#options.streams.trials.load(TRIAL_STREAM);
    if (!isUnblinded(state)) throw new CommandRefused(refusal('trial-not-unblinded', 'The trial is not unblinded.'));
  }

  async #handedOver({ patient, number }: Pick<CaseOutcome, 'patient' | 'number'>): Promise<SafetyCase> {
    const { state } = await this.#options.streams.patients.load(patientStream(patient));
    const found = safetyCasesOf(state).find((one) => one.number === number && one.handedOver !== undefined);
    if (found === undefined) throw new CommandRefused(refusal('case-not-handed-over', NOT_HANDED_OVER, '/number'));
    return found;
  }

  async #casesOf(patient: string, { caseOutcomes, redacted }: BlindingState): Promise<readonly UnblindedCase[]> {
    const { state } = await this.#options.streams.patients.load(patientStream(patient));
    const cases = safetyCasesOf(state).filter(({ handedOver }) => handedOver !== undefined);
    return Promise.all(
      cases.map(async (found) => {
        const { number, handedOver, annulledAt } = found;
        const own = caseOutcomes.filter(isOf({ patient, number }));
        return {
          ...{ patient, number, handedOverAt: handedOver?.recordedAt ?? '' },
          ...(annulledAt === undefined ? {} : { annulledAt }),
          toDo: caseToDo(found, own),
          records: await Promise.all(own.map((one) => this.#shown(one, own, redacted))),
        };
      }),
    );
  }

  async #shown(
    { id, data, metadata }: KeptCaseOutcome,
    own: readonly KeptCaseOutcome[],
    redacted: readonly string[],
  ): Promise<ShownCaseOutcome> {
    const { patient: _, number: __, text, ...said } = data;
    const takenBackBy = own.find((other) => other.data.takenBack?.record === id)?.id;
    return {
      ...{ id, recordedBy: metadata.actor, recordedAt: metadata.recordedAt, ...said },
      ...(text === undefined ? {} : { text: await this.#options.texts.opened(text, redacted) }),
      ...(takenBackBy === undefined ? {} : { takenBackBy }),
    };
  }
}

const NOT_HANDED_OVER = 'This case is not handed over: a blinded safety officer assesses it, and hands it over.';
const NOTHING_GIVEN =
  'The patient is not randomized, so that nothing of the trial was given: report what happened without it.';

function isOf({ patient, number }: Pick<CaseOutcome, 'patient' | 'number'>) {
  return ({ data }: KeptCaseOutcome): boolean => data.patient === patient && data.number === number;
}

/** Cases of which nothing is to be done come last. */
function dueFirst({ toDo, patient, number }: UnblindedCase): string {
  const [due = '9999'] = toDo.map(({ dueOn }) => dueOn).toSorted();
  return `${due} ${patient} ${String(number).padStart(5, '0')}`;
}
