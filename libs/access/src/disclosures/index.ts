export { MAX_FILTERS_LENGTH } from './audit-log-exported.js';
export { BOARD_TABLES } from './board-tables-read.js';
export { DISCLOSURE_EVENTS, type DisclosureEvent, DISCLOSURES_STREAM, packageExported } from './disclosure-events.js';
