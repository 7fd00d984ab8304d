import { type AlertSaga, alertSaga } from '../cell-therapy/microbiology-alerts.js';
import { type ReleaseCorrectionSaga, releaseCorrectionSaga } from '../cell-therapy/release-correction.js';
import { type WithdrawalSaga, withdrawalSaga } from '../cell-therapy/release-withdrawal.js';
import { type UnitAnnulmentSaga, unitAnnulmentSaga } from '../cell-therapy/unit-annulment.js';
import { type ReleaseSaga, releaseSaga } from '../cell-therapy/product-release.js';
import type { PatientFactsReader } from '../cell-therapy/patient-facts.js';
import { type JudgementSaga, judgementSaga } from '../judgements/sealed-judgement.js';
import { type AnchorSaga, anchorSaga } from '../randomization/daily-anchor.js';
import { type ListSaga, listSaga } from '../randomization/list-drawing.js';
import { type RandomizationSaga, randomizationSaga } from '../randomization/randomization.js';
import type { Streams } from '../streams.js';
import { type UnitDeviationsSaga, unitDeviationsSaga } from '../unit-deviations/unit-deviations-saga.js';
import { endOf, type SagaEnd } from './saga-end.js';

/** Everything that is written in two ledgers, by the event with which it begins. Whatever else begins there gets its row here. */
export interface AllSagas {
  readonly RandomizationListDrawn: ListSaga;
  readonly SlotTaken: RandomizationSaga;
  readonly ProductReleasedFromUnit: ReleaseSaga;
  readonly ReleaseWithdrawnByUnit: WithdrawalSaga;
  readonly ReleaseMomentCorrected: ReleaseCorrectionSaga;
  readonly UnitEntriesAnnulled: UnitAnnulmentSaga;
  readonly SterilityRead: AlertSaga;
  readonly AnchorMade: AnchorSaga;
  readonly JudgementMade: JudgementSaga;
  readonly DeviationsJudgementMade: UnitDeviationsSaga;
}

export function allSagas(
  { blinding, cells }: Pick<Streams, 'blinding' | 'cells'>,
  facts: PatientFactsReader,
): AllSagas {
  return {
    RandomizationListDrawn: listSaga(blinding),
    SlotTaken: randomizationSaga(blinding),
    ProductReleasedFromUnit: releaseSaga(cells, facts),
    ReleaseWithdrawnByUnit: withdrawalSaga(cells, facts),
    ReleaseMomentCorrected: releaseCorrectionSaga(cells, facts),
    UnitEntriesAnnulled: unitAnnulmentSaga(cells),
    SterilityRead: alertSaga(cells, facts),
    AnchorMade: anchorSaga(blinding),
    JudgementMade: judgementSaga(blinding),
    DeviationsJudgementMade: unitDeviationsSaga({ blinding, cells }, facts),
  };
}

/** How each of them ends. */
export function sagaEnds(sagas: AllSagas): ReadonlyMap<string, SagaEnd> {
  const ends: Readonly<Record<keyof AllSagas, SagaEnd>> = {
    RandomizationListDrawn: endOf(sagas.RandomizationListDrawn),
    SlotTaken: endOf(sagas.SlotTaken),
    ProductReleasedFromUnit: endOf(sagas.ProductReleasedFromUnit),
    ReleaseWithdrawnByUnit: endOf(sagas.ReleaseWithdrawnByUnit),
    ReleaseMomentCorrected: endOf(sagas.ReleaseMomentCorrected),
    UnitEntriesAnnulled: endOf(sagas.UnitEntriesAnnulled),
    SterilityRead: endOf(sagas.SterilityRead),
    AnchorMade: endOf(sagas.AnchorMade),
    JudgementMade: endOf(sagas.JudgementMade),
    DeviationsJudgementMade: endOf(sagas.DeviationsJudgementMade),
  };
  return new Map(Object.entries(ends));
}
