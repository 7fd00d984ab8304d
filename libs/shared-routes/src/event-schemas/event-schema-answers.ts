import { EVENT_CATALOGUE } from '@bali/trial';
import { publishedSchema, record } from '@bali/schema';
import { Type } from 'typebox';
import { type DocumentedAnswer, text } from '../answers/answers.js';

/** An event type in the catalogue. */
export interface CataloguedEvent {
  readonly type: string;
  readonly schemaVersion: number;
  readonly about: string;
}

export function catalogue(): readonly CataloguedEvent[] {
  return Object.values(EVENT_CATALOGUE).map(({ type, schemaVersion, about }) => ({ type, schemaVersion, about }));
}

export const CATALOGUE_ANSWER: DocumentedAnswer<readonly CataloguedEvent[]> = {
  description: 'Every type of event',
  schema: Type.Array(
    record({
      type: text('type of event'),
      schemaVersion: Type.Integer({ description: 'the version that is written now', minimum: 1 }),
      about: text('what it tells'),
    }),
  ),
  example: catalogue().slice(0, 2),
};

export const EVENT_SCHEMA_ANSWER: DocumentedAnswer<object> = {
  description: "A JSON Schema (2020-12) of the event's data",
  schema: Type.Object({ $id: text('names the type and its version'), title: text('type and version') }),
  example: publishedSchema(EVENT_CATALOGUE.Harvested),
};
