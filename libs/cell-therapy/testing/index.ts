export { arbitraryCellAttempts, type CellAttempt } from './arbitrary-cells.js';
export { cellEvent, cellHistory, LABELS } from './sample-data.js';
export { cellCommandFor, cellStateOf, givenCells, GIVEN, SAMPLE_FACTS } from './scenario.js';
