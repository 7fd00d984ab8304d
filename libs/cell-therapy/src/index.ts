export {
  type Accountability,
  accountabilityOf,
  accountabilityOverAll,
  chainOfIdentity,
  type Link,
} from './accountability.js';
export {
  type CellCorrection,
  type CellEntry,
  type CellEntryOf,
  cellsOf,
  type CellTherapyState,
  correctionsOf,
  entriesOf,
  entryOf,
  evolveCellTherapy,
  happenedWhen,
  initialCellTherapyState,
} from './cell-therapy-state.js';
export { type CellTherapyCommand, type CellTherapyCommandType, type Entered, RECORDED_BY_UNIT } from './commands.js';
export {
  type Container,
  CONTAINER_KINDS,
  type ContainerKind,
  containersOf,
  type Whereabouts,
  WHEREABOUTS,
} from './containers.js';
export { type CorrectCellData, decideCellCorrection } from './decide-cell-correction.js';
export { decideCellTherapy } from './decide-cell-therapy.js';
export { CELL_EVENT_CATALOGUE } from './events/cell-event-catalogue.js';
export {
  CELL_THERAPY_EVENTS,
  type CellTherapyData,
  cellTherapyDefinition,
  type CellTherapyEvent,
  type CellTherapyEventType,
  DEVIATION_KINDS,
  DISCARD_REASONS,
  isCellTherapyEvent,
  QUALITY_VERDICTS,
  SEPARATION_METHODS,
} from './events/cell-events.js';
export { CELL_CORRECTION_EVENTS, type CellCorrectionEvent } from './events/correction-events.js';
export { ANIMAL_MODELS, MESSENGER_RNAS, PROTEINS } from './events/study-events.js';
export { CELL_THERAPY_REFUSALS, cellTherapyRefusal, type CellTherapyRefusalCode } from './refusals.js';
export { decideGiveUp, type GiveUpRelease, releaseFromUnit } from './release.js';
export type { CellTherapyContext, PatientFacts } from './rules/rule.js';
