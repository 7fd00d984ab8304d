export { arbitraryCellAttempts, type CellAttempt } from './arbitrary-cells.js';
export { cellEvent, cellHistory, DAY_STEPS, type DayStep, SAMPLE_CELL_DATA } from './sample-data.js';
export { cellCommandFor, type CellCircumstances, cellStateOf, givenCells, GIVEN, SAMPLE_FACTS } from './scenario.js';
