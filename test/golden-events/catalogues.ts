import { ACCESS_EVENTS, accessDefinitionOf, type AccountEvent } from '@bali/access';
import { accountRecord, SAMPLE_ACCESS_DATA } from '@bali/access/testing';
import { BLINDING_EVENTS, SEALED_STREAM } from '@bali/blinding';
import { SAMPLE_BLINDING_DATA } from '@bali/blinding/testing';
import { CELL_EVENT_CATALOGUE } from '@bali/cell-therapy';
import { CELL_SAMPLES } from '@bali/cell-therapy/testing';
import { sealedDefinitionOf } from '@bali/inspection';
import { leafOf, type LedgerRecord } from '@bali/ledger';
import { definitionOf, EVENT_CATALOGUE, patientStream, TRIAL_EVENTS, TRIAL_STREAM } from '@bali/trial';
import type { DecidedEvent, EventDefinition } from '@bali/schema';
import { recordsOf, SAMPLE_CORRECTION, SAMPLE_DATA, SAMPLE_REDACTION, SAMPLE_TRIAL_DATA } from '@bali/trial/testing';

/** The events that one room of the house records, and how an example of each is stored. */
export interface Catalogue {
  /** The room, whose folder `golden` holds every version that was ever stored. */
  readonly room: string;
  readonly events: Readonly<Record<string, EventDefinition>>;
  readonly samples: Readonly<Record<string, unknown>>;
  /** The definition of a version that was stored at any time. @throws UnknownEvent */
  definitionOf(type: string, schemaVersion: number): EventDefinition;
  recordOf(type: string): LedgerRecord;
}

function recordIn(stream: string, type: string, data: unknown): LedgerRecord {
  const event = { type, data } as DecidedEvent;
  return recordsOf([event], { stream, from: 3, recordedAt: '2026-12-01T10:00:00.000Z' })[0]!;
}

const TRIAL_SAMPLES: Catalogue['samples'] = {
  ...SAMPLE_TRIAL_DATA,
  ...SAMPLE_DATA,
  ...SAMPLE_CORRECTION,
  ...SAMPLE_REDACTION,
};

/** A room of the sealed ledger: its events as they are inside their sealed records. */
const sealed = (room: string, events: Catalogue['events'], samples: Catalogue['samples']): Catalogue => ({
  ...{ room, events, samples },
  definitionOf: sealedDefinitionOf,
  recordOf: (type) => recordIn(SEALED_STREAM, type, samples[type]),
});

export const CATALOGUES: readonly Catalogue[] = [
  {
    ...{ room: 'libs/trial', events: EVENT_CATALOGUE, samples: TRIAL_SAMPLES },
    definitionOf,
    recordOf: (type) =>
      recordIn(type in TRIAL_EVENTS ? TRIAL_STREAM : patientStream('REI-001'), type, TRIAL_SAMPLES[type]),
  },
  {
    ...{ room: 'libs/access', events: ACCESS_EVENTS, samples: SAMPLE_ACCESS_DATA },
    definitionOf: accessDefinitionOf,
    recordOf: (type) => {
      const samples: Catalogue['samples'] = SAMPLE_ACCESS_DATA;
      return accountRecord([{ type, data: samples[type] } as AccountEvent], 3);
    },
  },
  sealed('libs/blinding', BLINDING_EVENTS, SAMPLE_BLINDING_DATA),
  sealed('libs/cell-therapy', CELL_EVENT_CATALOGUE, CELL_SAMPLES),
];

/** Each type of each catalogue, as a row of a table of tests. */
export const TYPES: readonly (readonly [room: string, type: string, catalogue: Catalogue])[] = CATALOGUES.flatMap(
  (catalogue) => Object.keys(catalogue.events).map((type) => [catalogue.room, type, catalogue] as const),
);

/** The definition of a type that there is. */
export function currentOf({ events }: Catalogue, type: string): EventDefinition {
  const definition = events[type];
  if (definition === undefined) throw new Error(`There is no ${type}.`);
  return definition;
}

/** How its files are named: `Harvested.v1`. */
export function versionOf(catalogue: Catalogue, type: string): string {
  return `${type}.v${currentOf(catalogue, type).schemaVersion}`;
}

export function exampleLeaf(catalogue: Catalogue, type: string): string {
  return Buffer.from(leafOf(catalogue.recordOf(type))).toString('utf8');
}
