export {
  DISCLOSURE_EVENTS,
  type DisclosureEvent,
  DISCLOSURES_STREAM,
  type ExportedPackage,
  packageExported,
} from './disclosure-events.js';
