export { DISCLOSURE_EVENTS, type DisclosureEvent, DISCLOSURES_STREAM, packageExported } from './disclosure-events.js';
