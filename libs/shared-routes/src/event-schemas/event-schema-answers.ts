import { Problem, PROBLEMS } from '@bali/http';
import { definitionOf, EVENT_CATALOGUE, type EventType } from '@bali/trial';
import { type DefinedEvent, publishedSchema, record, UnknownEvent } from '@bali/schema';
import { Type } from 'typebox';
import { type DocumentedAnswer, text } from '../answers/answers.js';

/** An event type in the catalogue. */
export interface CataloguedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly earlierVersions: readonly number[];
  readonly about: string;
}

export function catalogue(): readonly CataloguedEvent[] {
  return Object.values(EVENT_CATALOGUE).map(({ type, schemaVersion, earlier, about }: DefinedEvent) => ({
    ...{ type, schemaVersion, about },
    earlierVersions: earlier.map((version) => version.schemaVersion),
  }));
}

/** @throws Problem `not-found` for a version that never was. */
export function schemaOf(type: EventType, schemaVersion: number | undefined): object {
  try {
    return publishedSchema(definitionOf(type, schemaVersion));
  } catch (error) {
    throw error instanceof UnknownEvent ? new Problem(PROBLEMS['not-found'], { detail: `${error.message}.` }) : error;
  }
}

export const CATALOGUE_ANSWER: DocumentedAnswer<readonly CataloguedEvent[]> = {
  description: 'Every type of event',
  schema: Type.Array(
    record({
      type: text('type of event'),
      schemaVersion: Type.Integer({ description: 'the version that is written now', minimum: 1 }),
      earlierVersions: Type.Array(Type.Integer({ minimum: 1 }), {
        description: 'the versions under which older records were written',
      }),
      about: text('what it tells'),
    }),
  ),
  example: catalogue().slice(0, 2),
};

export const EVENT_SCHEMA_ANSWER: DocumentedAnswer<object> = {
  description: "A JSON Schema (2020-12) of the event's data",
  schema: Type.Object(
    { $id: text('names the type and its version'), title: text('type and version') },
    { additionalProperties: true },
  ),
  example: publishedSchema(EVENT_CATALOGUE.Harvested),
};
