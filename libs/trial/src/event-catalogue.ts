import { type DefinedEvent, FREE_TEXT, UnknownEvent } from '@bali/schema';
import type { LedgerRecord } from '@bali/ledger';
import { DataCorrected } from './corrections/data-corrected.js';
import { PATIENT_EVENTS } from './patient/patient-events.js';
import { TextRedacted } from './redactions/text-redacted.js';
import { TRIAL_EVENTS } from './trial/trial-events.js';

/** Every event of the trial ledger, by type. */
export const EVENT_CATALOGUE = { ...TRIAL_EVENTS, ...PATIENT_EVENTS, DataCorrected, TextRedacted } as const;

export type EventType = keyof typeof EVENT_CATALOGUE;

/** @throws UnknownEvent */
export function definitionOf(type: string, schemaVersion = 1): DefinedEvent {
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

/**
 * Whether a record's reason and texts can give away an arm: a correction gives away what the corrected event does. An event
 * that this software does not know is taken for one that can.
 */
export function mayGiveAwayArm({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): boolean {
  const about = type === DataCorrected.type ? (data as { readonly correctedType?: string }).correctedType : type;
  if (about === undefined || !Object.hasOwn(EVENT_CATALOGUE, about)) return true;
  return EVENT_CATALOGUE[about as EventType].mayGiveAwayArm;
}
