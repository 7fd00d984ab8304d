import { CORRECTION_EVENTS } from './correction-events.js';
import { type EventDefinition, FREE_TEXT, UnknownEvent } from '@bali/schema';
import { PATIENT_EVENTS } from './patient-events.js';
import { REDACTION_EVENTS } from './redaction-events.js';
import { TRIAL_EVENTS } from './trial-events.js';

/** Every event of the trial ledger, by type. */
export const EVENT_CATALOGUE = {
  ...TRIAL_EVENTS,
  ...PATIENT_EVENTS,
  ...CORRECTION_EVENTS,
  ...REDACTION_EVENTS,
} as const;
export type EventType = keyof typeof EVENT_CATALOGUE;

/** @throws UnknownEvent */
export function definitionOf(type: string, schemaVersion = 1): EventDefinition {
  const definition = Object.hasOwn(EVENT_CATALOGUE, type) ? EVENT_CATALOGUE[type as EventType] : undefined;
  if (definition?.schemaVersion !== schemaVersion) throw new UnknownEvent(type, schemaVersion);
  return definition;
}

/** The fields that hold the hash of a free text, as JSON pointers into the data; such a name never means anything else. */
export const FREE_TEXT_FIELDS: ReadonlySet<string> = new Set(
  Object.values(EVENT_CATALOGUE).flatMap(({ data }) => freeTextFields(data.properties)),
);

function freeTextFields(fields: Readonly<Record<string, object>>): readonly string[] {
  return Object.entries(fields)
    .filter(([, field]) => 'contentMediaType' in field && field.contentMediaType === FREE_TEXT)
    .map(([name]) => `/${name}`);
}
