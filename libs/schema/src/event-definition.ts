import type { Static, TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { type SchemaViolation, violationOf } from './violation.js';

/** What an event of a type and schema version holds, once and for all: a stored version never changes. */
export interface EventDefinition<Type extends string = string, Schema extends TSchema = TSchema> {
  readonly type: Type;
  readonly schemaVersion: number;
  /** What happened, as a sentence's beginning. */
  readonly about: string;
  /** The JSON Schema of `data`. */
  readonly data: Schema;
}

/** An event that was decided on, before it becomes a record. */
export interface DecidedEvent<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly data: Data;
}

/** The events that definitions describe. */
export type EventOf<Definition> =
  Definition extends EventDefinition<infer Type, infer Schema> ? DecidedEvent<Type, Static<Schema>> : never;

const validators = new WeakMap<TSchema, Validator>();

/** The first place where data does not keep the definition's schema, if there is one. */
export function schemaViolation(definition: EventDefinition, data: unknown): SchemaViolation | undefined {
  let validator = validators.get(definition.data);
  if (validator === undefined) validators.set(definition.data, (validator = Compile(definition.data)));
  if (validator.Check(data)) return undefined;
  const [first] = validator.Errors(data);
  return first === undefined ? { field: '', rule: 'does not keep the schema' } : violationOf(first);
}

/** An event that this software cannot read: of a later version, or of no version of it. */
export class UnknownEvent extends Error {
  constructor(type: string, schemaVersion: number) {
    super(`this software does not know the event ${type} of schema version ${schemaVersion}`);
    this.name = 'UnknownEvent';
  }
}

/** The published JSON Schema (2020-12) of an event's data. */
export function publishedSchema(definition: EventDefinition): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `urn:bali:event:${definition.type}:${definition.schemaVersion}`,
    title: `${definition.type} ${definition.schemaVersion}`,
    ...(JSON.parse(JSON.stringify(definition.data)) as object),
  };
}
