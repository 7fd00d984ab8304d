export { DISCLOSURE_EVENTS, type DisclosureEvent, DISCLOSURES_STREAM } from './disclosure-events.js';
