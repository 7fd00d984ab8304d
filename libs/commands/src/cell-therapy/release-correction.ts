import {
  type CellTherapyData,
  type CellTherapyState,
  type CorrectReleaseMoment,
  decideReleaseCorrection,
  decideReleaseCorrectionGiveUp,
} from '@bali/cell-therapy';
import type { Given } from '../intake/command-intake.js';
import type { Handled } from '../loop/command-loop.js';
import type { StreamLoader } from '../loop/stream-loader.js';
import type { Saga } from '../saga/saga.js';
import type { TwoLedgerSagas } from '../saga/two-ledger-sagas.js';
import type { PatientFactsReader } from './patient-facts.js';

type Wanted = CorrectReleaseMoment & { readonly commandId: string };
export type ReleaseCorrectionSaga = Saga<Wanted, CellTherapyState, CellTherapyData<'ReleaseMomentCorrected'>>;

/** The unit puts the moment of its release right in the sealed ledger, with the reason; the trial ledger has the moment alone. */
export function releaseCorrectionSaga(
  streams: StreamLoader<CellTherapyState>,
  facts: PatientFactsReader,
): ReleaseCorrectionSaga {
  return {
    begins: 'ReleaseMomentCorrected',
    streams,
    isOneForAll: false,
    tellsReason: false,
    cause: 'other',
    isFor: ({ request }, { commandId }) => request.commandId === commandId,
    expects: corrected,
    part: () => 'correct-release',
    begin: async (wanted, state, context) => {
      return decideReleaseCorrection(wanted, state, { ...context, facts: await facts.of(wanted.patient) });
    },
    finish: corrected,
    giveUp: {
      part: ({ metadata: { commandId } }) => `give-up-correction ${commandId}`,
      decide: ({ patient, request: { commandId } }, because, state, { now }) =>
        decideReleaseCorrectionGiveUp({ patient, commandId, because }, state, now),
    },
  };
}

/** Corrects the moment of a release in both ledgers. */
export class ReleaseCorrection {
  readonly #sagas: TwoLedgerSagas;
  readonly #saga: ReleaseCorrectionSaga;
  readonly #facts: PatientFactsReader;

  constructor(sagas: TwoLedgerSagas, saga: ReleaseCorrectionSaga, facts: PatientFactsReader) {
    this.#sagas = sagas;
    this.#saga = saga;
    this.#facts = facts;
  }

  /** Corrects the release of the product of the patient's latest harvest. @throws as {@link TwoLedgerSagas.run} */
  async correct(asked: Omit<CorrectReleaseMoment, 'harvest'>, given: Given): Promise<Handled> {
    const harvest = await this.#facts.latestHarvestOf(asked.patient);
    return this.#sagas.run(this.#saga, { given, wanted: { ...asked, harvest, commandId: given.envelope.commandId } });
  }
}

function corrected({ patient, harvest, releasedAt }: CorrectReleaseMoment) {
  return { patient, command: { type: 'CorrectRelease' as const, data: { harvest, releasedAt } } };
}
