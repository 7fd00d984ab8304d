/*
 * What needs nothing of Node: no database, no file. A verifier that runs in a browser imports this, and nothing else of the room.
 */
export { type AuditEntry, auditEntry, type ShownAnnulment, type ShownStanding } from '../src/audit/audit-entry.js';
export {
  redactedBy,
  showTexts,
  TEXT_FAULTS,
  type TextFault,
  isOfEarlierEvent,
  textHashesOf,
  type TextReference,
  textReferencesOf,
  withholdTexts,
} from '../src/audit/texts.js';
export { PatientSites } from '../src/event-index/patient-sites.js';
export { siteTimeZone } from '../src/reports/site-time-zone.js';
export { StateInMemory } from '../src/trial-state/state-fold.js';
