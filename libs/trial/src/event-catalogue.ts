import { type DefinedEvent, definitionIn, FREE_TEXT } from '@bali/schema';
import type { LedgerRecord } from '@bali/ledger';
import { EnteredAgain } from './annulments/entered-again.js';
import { EntryAnnulled } from './annulments/entry-annulled.js';
import { DataCorrected } from './corrections/data-corrected.js';
import { Erratum, type ErratumEvent } from './errata/erratum.js';
import { RecordedAfterLock } from './lock/recorded-after-lock.js';
import { PATIENT_EVENTS } from './patient/patient-events.js';
import { TextRedacted } from './redactions/text-redacted.js';
import { TextFlagged } from './texts/text-flagged.js';
import { TextReleased } from './texts/text-released.js';
import { TRIAL_EVENTS } from './trial/trial-events.js';
import { typeChangedBy } from './type-changed.js';

/** Every event of the trial ledger, by type. */
export const EVENT_CATALOGUE = {
  ...TRIAL_EVENTS,
  ...PATIENT_EVENTS,
  DataCorrected,
  EntryAnnulled,
  EnteredAgain,
  RecordedAfterLock,
  Erratum,
  TextRedacted,
  TextReleased,
  TextFlagged,
} as const;

export type EventType = keyof typeof EVENT_CATALOGUE;

/** @param schemaVersion default: the version that is written today. @throws UnknownEvent */
export function definitionOf(type: string, schemaVersion?: number): DefinedEvent {
  return definitionIn(EVENT_CATALOGUE, type, schemaVersion);
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
 * Whether a record's reason and texts can give away an arm: a correction, an annulment or an erratum gives away what the event does that it is about. An event
 * that this software does not know is taken for one that can.
 */
export function mayGiveAwayArm({ type, data }: Pick<LedgerRecord, 'type' | 'data'>): boolean {
  const about =
    type === 'Erratum' ? (data as Partial<ErratumEvent['data']>).correctedType : typeChangedBy({ type, data });
  if (about === undefined || !Object.hasOwn(EVENT_CATALOGUE, about)) return true;
  return EVENT_CATALOGUE[about as EventType].mayGiveAwayArm;
}
