import type { EventOf } from '@bali/schema';
import { DeviationRecorded } from '../deviations/deviation-recorded.js';
import { CellsCryoConserved } from '../fate-of-the-cells/cells-cryo-conserved.js';
import { CellsDiscarded } from '../fate-of-the-cells/cells-discarded.js';
import { CellsImplanted } from '../fate-of-the-cells/cells-implanted.js';
import { CellsReviewed } from '../fate-of-the-cells/cells-reviewed.js';
import { CellsThawed } from '../fate-of-the-cells/cells-thawed.js';
import { CellsUsed } from '../fate-of-the-cells/cells-used.js';
import { ProductPrepared } from '../preparation/product-prepared.js';
import { ConcentrateControlled } from '../quality-control/concentrate-controlled.js';
import { QualityControlled } from '../quality-control/quality-controlled.js';
import { HarvestReceived } from '../reception/harvest-received.js';
import { ProductReleaseGivenUp } from '../release/product-release-given-up.js';
import { ReleaseCorrectionGivenUp } from '../release/release-correction-given-up.js';
import { ReleaseMomentCorrected } from '../release/release-moment-corrected.js';
import { ReleaseWithdrawalGivenUp } from '../release/release-withdrawal-given-up.js';
import { ReleaseWithdrawnByUnit } from '../release/release-withdrawn-by-unit.js';
import { ProductReleasedFromUnit } from '../release/product-released-from-unit.js';
import { UnitAnnulmentGivenUp, UnitEntriesAnnulled } from '../release/unit-entries-annulled.js';
import { CellsCounted } from '../separation/cells-counted.js';
import { CellsSeparated } from '../separation/cells-separated.js';
import { MicrobiologyAlertGivenUp } from '../sterility/microbiology-alert-given-up.js';
import { SterilityRead } from '../sterility/sterility-read.js';
import { AngiogenesisMeasured } from '../studies/angiogenesis-measured.js';
import { MessengerRnaMeasured } from '../studies/messenger-rna-measured.js';
import { ProgenitorsMeasured } from '../studies/progenitors-measured.js';
import { ProteinMeasured } from '../studies/protein-measured.js';

/** What the cell therapy unit records of each patient, in the sealed ledger. */
export const CELL_THERAPY_EVENTS = {
  // From the reception to the release: for every patient, whatever the arm, one record for each step.
  HarvestReceived,
  CellsSeparated,
  CellsCounted,
  ConcentrateControlled,
  ProductPrepared,
  QualityControlled,
  ProductReleasedFromUnit,
  ProductReleaseGivenUp,
  ReleaseWithdrawnByUnit,
  ReleaseWithdrawalGivenUp,
  ReleaseMomentCorrected,
  ReleaseCorrectionGivenUp,
  UnitEntriesAnnulled,
  UnitAnnulmentGivenUp,
  // What became of the cells: the first of these two is the last record of the day, in either arm one.
  CellsImplanted,
  CellsCryoConserved,
  CellsThawed,
  CellsUsed,
  CellsDiscarded,
  CellsReviewed,
  DeviationRecorded,
  // The cultures of every patient, on the same days.
  SterilityRead,
  MicrobiologyAlertGivenUp,
  // The biological studies of the protocol on the mononuclear cells of every patient, in either arm.
  ProgenitorsMeasured,
  ProteinMeasured,
  MessengerRnaMeasured,
  AngiogenesisMeasured,
} as const;

export type CellTherapyEvent = EventOf<(typeof CELL_THERAPY_EVENTS)[keyof typeof CELL_THERAPY_EVENTS]>;
export type CellTherapyEventType = CellTherapyEvent['type'];
export type CellTherapyData<Type extends CellTherapyEventType> = Extract<CellTherapyEvent, { type: Type }>['data'];

export function isCellTherapyEvent(type: string): type is CellTherapyEventType {
  return Object.hasOwn(CELL_THERAPY_EVENTS, type);
}
