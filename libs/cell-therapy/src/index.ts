export {
  type Accountability,
  accountabilityOf,
  accountabilityOverAll,
  chainOfIdentity,
  type Link,
} from './containers/accountability.js';
export { CONTAINER_KINDS, WHEREABOUTS } from './containers/containers.js';
export { type CellCorrectionEvent, CellDataCorrected } from './corrections/cell-data-corrected.js';
export { type CorrectCellData, decideCellCorrection } from './corrections/decide-cell-correction.js';
export { DEVIATION_KINDS } from './deviations/deviation-recorded.js';
export { CELL_EVENT_CATALOGUE } from './event-catalogue.js';
export { DISCARD_REASONS } from './fate-of-the-cells/cells-discarded.js';
export { CELL_THERAPY_REFUSALS, type CellTherapyRefusalCode } from './refusals.js';
export { decideGiveUp, releaseFromUnit } from './release/give-up.js';
export { SEPARATION_METHODS } from './separation/cells-separated.js';
export { ANIMAL_MODELS } from './studies/angiogenesis-measured.js';
export { MESSENGER_RNAS } from './studies/messenger-rna-measured.js';
export { PROTEINS } from './studies/protein-measured.js';
export {
  CELL_THERAPY_EVENTS,
  type CellTherapyData,
  type CellTherapyEvent,
  type CellTherapyEventType,
} from './unit/cell-events.js';
export {
  type CellCorrection,
  type CellEntry,
  cellsOf,
  type CellTherapyState,
  correctionsOf,
  entriesOf,
  entryOf,
  initialCellTherapyState,
} from './unit/cell-record.js';
export { type CellTherapyCommand, type CellTherapyCommandType } from './unit/commands.js';
export { decideCellTherapy } from './unit/decide-cell-therapy.js';
export { evolveCellTherapy } from './unit/evolve-cell-therapy.js';
export type { PatientFacts } from './unit/rule.js';
