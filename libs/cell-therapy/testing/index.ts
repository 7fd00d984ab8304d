export { arbitraryCellAttempts } from './arbitrary-cells.js';
export { cellEvent, cellHistory } from './sample-data.js';
export { cellCommandFor, cellStateOf, givenCells, GIVEN, SAMPLE_FACTS } from './scenario.js';
