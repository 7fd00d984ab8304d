import { permits } from '@bali/access';
import {
  type DeviationsJudgement,
  deviationsJudgementInForce,
  type JudgedDeviation,
  SEALED_STREAM,
} from '@bali/blinding';
import type { UnitDeviation } from '@bali/cell-therapy';
import type { Actor } from '@bali/ledger';
import { isLocked, isUnblinded, refusal, TRIAL_STREAM } from '@bali/trial';
import type { PatientFactsReader } from '../cell-therapy/patient-facts.js';
import type { AskedBy } from '../disclosures/allocations.js';
import type { SealedReadings } from '../disclosures/sealed-readings.js';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import { CommandRefused } from '../loop/errors.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import type { Streams } from '../streams.js';
import type { SealedTexts } from '../texts/sealed-texts.js';
import { deviationsByPatient, type UnitDeviationsSaga, type UnitJudgement } from './unit-deviations-saga.js';

/** Something that deviated in the unit, and how it was judged. */
export interface ShownUnitDeviation extends UnitDeviation, Partial<Pick<JudgedDeviation, 'severity' | 'perProtocol'>> {}

/** What deviated in the unit, patient by patient, and who judged it. */
export interface UnitDeviationsView {
  /** The judgement that counts. Absent: there is none. */
  readonly judgement?: { readonly judgedBy: Actor; readonly judgedAt: string; readonly text?: string };
  /** Number of deviations that no judgement names: they were recorded, or became some, after it. They exclude nobody. */
  readonly notJudged: number;
  /** Each randomized patient, in the order of their codes. */
  readonly patients: readonly { readonly patient: string; readonly deviations: readonly ShownUnitDeviation[] }[];
}

export interface UnitDeviationsOptions {
  readonly streams: Pick<Streams, 'trials' | 'blinding' | 'cells'>;
  readonly facts: PatientFactsReader;
  readonly readings: Pick<SealedReadings, 'record'>;
  readonly texts: Pick<SealedTexts, 'opened'>;
  readonly sagas: TwoLedgerSagas;
  readonly saga: UnitDeviationsSaga;
}

/**
 * What deviated in the cell therapy unit: it stays sealed, and is judged after the lock by people who have no outcome data, before results
 * by arm are shown. The sponsor and the analysis read it once the trial is unblinded.
 */
export class UnitDeviations {
  readonly #options: UnitDeviationsOptions;

  constructor(options: UnitDeviationsOptions) {
    this.#options = options;
  }

  /** @param given with texts that are sealed. @throws as {@link TwoLedgerSagas.run} */
  judge(judgement: UnitJudgement, given: Given): Promise<Handled> {
    const { sagas, saga } = this.#options;
    return sagas.run(saga, { given, wanted: { ...judgement, commandId: given.envelope.commandId } });
  }

  /** That somebody reads it is recorded before. @throws CommandRefused `database-not-locked`, `trial-not-unblinded` */
  async all(asked: AskedBy): Promise<UnitDeviationsView> {
    const { streams, facts, readings, texts } = this.#options;
    await this.#requireOpen(asked);
    await readings.record(asked, { what: 'unit-deviations' });
    const { state } = await streams.blinding.load(SEALED_STREAM);
    const judgement = deviationsJudgementInForce(state.deviationJudgements);
    const opened = (hash: string) => texts.opened(hash, state.redacted);
    const patients = await Promise.all(
      [...(await deviationsByPatient(state, streams, facts))].map(async ([patient, found]) => ({
        patient,
        deviations: await Promise.all(found.map((one) => shown(one, judgement, opened))),
      })),
    );
    const notJudged = patients.flatMap(({ deviations }) => deviations).filter(({ severity }) => severity === undefined);
    return {
      ...(judgement === undefined ? {} : { judgement: await whoJudged(judgement, opened) }),
      notJudged: notJudged.length,
      patients,
    };
  }

  /** Those who judge read it from the lock on; an inspector who may read what is sealed, at any time; all others, once it is unblinded. */
  async #requireOpen({ person: { role } }: AskedBy): Promise<void> {
    const { state } = await this.#options.streams.trials.load(TRIAL_STREAM);
    if (permits(role, 'read-cells')) return;
    if (permits(role, 'judge-unit-deviations')) {
      if (isLocked(state)) return;
      const sentence =
        'What deviated in the cell therapy unit is judged once the database is locked: wait for the lock.';
      throw new CommandRefused(refusal('database-not-locked', sentence));
    }
    if (!isUnblinded(state)) {
      const sentence = 'The trial is not unblinded: until then, what deviated in the cell therapy unit stays sealed.';
      throw new CommandRefused(refusal('trial-not-unblinded', sentence));
    }
  }
}

type Opened = (hash: string) => Promise<string>;

async function shown(
  { description, ...deviation }: UnitDeviation,
  judgement: DeviationsJudgement | undefined,
  opened: Opened,
): Promise<ShownUnitDeviation> {
  const judged = judgement?.judged.find(({ record }) => record === deviation.record);
  return {
    ...deviation,
    ...(description === undefined ? {} : { description: await opened(description) }),
    ...(judged === undefined ? {} : { severity: judged.severity, perProtocol: judged.perProtocol }),
  };
}

async function whoJudged({ metadata, text }: DeviationsJudgement, opened: Opened) {
  return {
    ...{ judgedBy: metadata.actor, judgedAt: metadata.recordedAt },
    ...(text === undefined ? {} : { text: await opened(text) }),
  };
}
