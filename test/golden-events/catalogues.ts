import { ACCESS_EVENTS, accessDefinitionOf, type AccountEvent } from '@bali/access';
import { accountRecord } from '@bali/access/testing';
import { BLINDING_EVENTS, SEALED_STREAM } from '@bali/blinding';
import { CELL_EVENT_CATALOGUE } from '@bali/cell-therapy';
import { sealedDefinitionOf } from '@bali/inspection';
import { leafOf, type LedgerRecord } from '@bali/ledger';
import { definitionOf, EVENT_CATALOGUE, patientStream, TRIAL_EVENTS, TRIAL_STREAM } from '@bali/trial';
import type { DecidedEvent, DefinedEvent, EventDefinition } from '@bali/schema';
import { recordsOf } from '@bali/trial/testing';

/** The events that one room of the house records, and how an example of each is stored. */
export interface Catalogue {
  /** The room, whose folder `golden` holds every version that was ever stored. */
  readonly room: string;
  readonly events: Readonly<Record<string, DefinedEvent>>;
  /** The definition of a version that was stored at any time. @throws UnknownEvent */
  definitionOf(type: string, schemaVersion: number): EventDefinition;
  /** The record of an event with its sample. */
  recordOf(event: DefinedEvent): LedgerRecord;
}

function recordIn(stream: string, { type, schemaVersion, sample }: DefinedEvent): LedgerRecord {
  const event = { type, data: sample } as DecidedEvent;
  const [record] = recordsOf([event], { stream, from: 3, recordedAt: '2026-12-01T10:00:00.000Z' });
  return { ...record!, schemaVersion };
}

/** A room of the sealed ledger: its events as they are inside their sealed records. */
const sealed = (room: string, events: Catalogue['events']): Catalogue => ({
  ...{ room, events },
  definitionOf: sealedDefinitionOf,
  recordOf: (event) => recordIn(SEALED_STREAM, event),
});

export const CATALOGUES: readonly Catalogue[] = [
  {
    ...{ room: 'libs/trial', events: EVENT_CATALOGUE },
    definitionOf,
    recordOf: (event) => recordIn(event.type in TRIAL_EVENTS ? TRIAL_STREAM : patientStream('REI-001'), event),
  },
  {
    ...{ room: 'libs/access', events: ACCESS_EVENTS },
    definitionOf: accessDefinitionOf,
    recordOf: ({ type, sample }) => accountRecord([{ type, data: sample } as AccountEvent], 3),
  },
  sealed('libs/blinding', BLINDING_EVENTS),
  sealed('libs/cell-therapy', CELL_EVENT_CATALOGUE),
];

/** Each type of each catalogue, as a row of a table of tests. */
export const TYPES: readonly (readonly [room: string, type: string, catalogue: Catalogue])[] = CATALOGUES.flatMap(
  (catalogue) => Object.keys(catalogue.events).map((type) => [catalogue.room, type, catalogue] as const),
);

/** The definition of a type that there is. */
export function currentOf({ events }: Catalogue, type: string): DefinedEvent {
  const definition = events[type];
  if (definition === undefined) throw new Error(`There is no ${type}.`);
  return definition;
}

/** How its files are named: `Harvested.v1`. */
export function versionOf(catalogue: Catalogue, type: string): string {
  return `${type}.v${currentOf(catalogue, type).schemaVersion}`;
}

export function exampleLeaf(catalogue: Catalogue, type: string): string {
  return Buffer.from(leafOf(catalogue.recordOf(currentOf(catalogue, type)))).toString('utf8');
}
