export {
  type Accountability,
  accountabilityOf,
  accountabilityOverAll,
  chainOfIdentity,
  type Link,
} from './containers/accountability.js';
export { LABEL_BYTES, randomLabel } from './containers/random-labels.js';
export { CONTAINER_KINDS, WHEREABOUTS } from './containers/containers.js';
export { type CellCorrectionEvent, CellDataCorrected } from './corrections/cell-data-corrected.js';
export { type AnnulCellEntries, decideCellAnnulment } from './corrections/decide-cell-annulment.js';
export { CellEntriesAnnulled, MAX_CELL_ENTRIES_ANNULLED } from './corrections/cell-entries-annulled.js';
export { type CorrectCellData, decideCellCorrection } from './corrections/decide-cell-correction.js';
export {
  actualTreatment,
  FOUND_DEVIATIONS,
  type FoundDeviation,
  foundDeviations,
  type UnitDeviation,
  unitDeviationsOf,
} from './deviations/found-deviations.js';
export { DEVIATION_KINDS } from './deviations/deviation-recorded.js';
export { CELL_EVENT_CATALOGUE } from './event-catalogue.js';
export { isArmShown } from './quality-control/arm-shown.js';
export { CELL_THERAPY_REFUSALS, type CellTherapyRefusalCode } from './refusals.js';
export {
  type CorrectReleaseMoment,
  decideReleaseCorrection,
  decideReleaseCorrectionGiveUp,
} from './release/correct-release.js';
export { decideGiveUp, decideWithdrawalGiveUp, releaseFromUnit, withdrawalFromUnit } from './release/give-up.js';
export {
  CELL_THERAPY_EVENTS,
  type CellTherapyData,
  type CellTherapyEvent,
  type CellTherapyEventType,
} from './unit/cell-events.js';
export {
  type CellCorrection,
  type CellEntry,
  annulledCommands,
  cellsOf,
  type CellTherapyState,
  correctionsOf,
  entriesOf,
  entryOf,
  everythingOf,
  initialCellTherapyState,
} from './unit/cell-record.js';
export { type CellTherapyCommand } from './unit/commands.js';
export { decideCellTherapy } from './unit/decide-cell-therapy.js';
export { evolveCellTherapy } from './unit/evolve-cell-therapy.js';
export { decideAlertGiveUp } from './sterility/give-up-alert.js';
export { hasGrown } from './sterility/rules.js';
export { rangeAt } from './unit/ranges.js';
export type { HarvestFacts, PatientFacts } from './unit/rule.js';
export { type AnnulUnitEntries, decideUnitAnnulment, decideUnitAnnulmentGiveUp } from './release/annul-entries.js';
