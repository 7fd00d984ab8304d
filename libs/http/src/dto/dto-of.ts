import { type EntryLimits, entryRuleOf, type FieldSchema, valueAt, words } from '@bali/schema';
import type { ClassConstructor } from 'class-transformer';
import { field, ListOf, Nested } from '../fields/index.js';

/** What of an event is entered, and how it is published. */
export interface DtoOptions extends EntryLimits {
  /** The schema of what is entered. */
  readonly schema: FieldSchema;
  /** Plausible data, of which each field takes its example. */
  readonly sample: unknown;
  /** The names under which the groups of fields are published; a group that is not here is named after its field. */
  readonly names: Readonly<Record<string, string>>;
  /** A sentence about every free text of it, if there is something to say. */
  readonly textNote?: string;
  /** The descriptions of fields of groups that several fields share, such as `InfarctionDto.occurred`. */
  readonly descriptions: Readonly<Record<string, string>>;
}

/** A text of an example: in the event, its hash stands in its place. */
const EXAMPLE_TEXT = 'as the source document says';

/**
 * Gives a DTO the fields of an event, with class-validator's and swagger's decorators: a shape is declared once, in the event.
 * @throws Error for a field that has no rule of entry, such as a decimal without limits, and for two groups of other fields under
 * one name.
 */
export function withFieldsOf(dto: ClassConstructor<object>, options: DtoOptions): void {
  addFields(dto, options.schema, '', options);
}

function addFields(dto: ClassConstructor<object>, schema: FieldSchema, pointer: string, options: DtoOptions): void {
  const required = new Set(schema.required);
  for (const [name, inside] of Object.entries(schema.properties ?? {})) {
    const described = options.descriptions[`${dto.name}.${name}`] ?? descriptionOf(inside, name, options);
    const place = `${pointer}/${name}`;
    const decorator = decoratorOf(inside, place, name, described, !required.has(name), options);
    decorator(dto.prototype as object, name);
  }
}

function decoratorOf(
  schema: FieldSchema,
  place: string,
  name: string,
  description: string,
  optional: boolean,
  options: DtoOptions,
): PropertyDecorator {
  const group = groupOf(schema);
  if (group !== undefined) return Nested(nested(group, place, name, options), { description, optional });
  const items = schema.items && groupOf(schema.items);
  if (items !== undefined) {
    const { minItems: min = 0, maxItems: max = 0 } = schema;
    const dto = nested(items, `${place}/0`, name.replace(/s$/, ''), options);
    return ListOf(dto, { description, optional, min, max, ...exampleAt(options, place, schema) });
  }
  const rule = entryRuleOf(schema, place, options);
  if (rule === undefined) throw new Error(`${place} has no rule of entry`);
  return field(rule, { description, optional, ...exampleAt(options, place, schema) });
}

/** A group of fields, or the fields of several groups of which one is entered. */
function groupOf(schema: FieldSchema): FieldSchema | undefined {
  if (schema.properties !== undefined) return schema;
  return schema.anyOf && oneOfGroups(schema.anyOf);
}

/** Fields that every group has are required, and tell which of them it is; all others may be left out. */
function oneOfGroups(groups: readonly FieldSchema[]): FieldSchema {
  const names = [...new Set(groups.flatMap(({ properties = {} }) => Object.keys(properties)))];
  const properties = names.map((name) => {
    const inside = groups.flatMap((group) => group.properties?.[name] ?? []);
    return [name, inside.length === 1 ? (inside[0] ?? {}) : oneOfWords(inside)] as const;
  });
  const required = names.filter((name) => groups.every((group) => group.properties?.[name] !== undefined));
  return { properties: Object.fromEntries(properties), required };
}

function oneOfWords(inside: readonly FieldSchema[]): FieldSchema {
  return { type: 'string', enum: inside.flatMap(({ const: word }) => word ?? []), description: 'which of them it is' };
}

/** What is published under a name: the class, and what its fields accept. */
interface PublishedGroup {
  readonly dto: ClassConstructor<object>;
  readonly accepts: string;
}

const published = new Map<string, PublishedGroup>();

/** The DTO of a group of fields: one class for each name, wherever the group stands. */
function nested(group: FieldSchema, place: string, field: string, options: DtoOptions): () => ClassConstructor<object> {
  const name = options.names[field] ?? `${field.charAt(0).toUpperCase()}${field.slice(1)}Dto`;
  const accepts = acceptedBy(group);
  const known = published.get(name);
  if (known !== undefined) {
    if (known.accepts !== accepts)
      throw new Error(`${place} has other fields than the ${name} that is published already`);
    return () => known.dto;
  }
  const dto = named(name);
  published.set(name, { dto, accepts });
  // A measurement is described where it stands: its DTO serves several.
  const descriptions = {
    [`${name}.value`]: 'what was found',
    [`${name}.notDone`]: 'why it was not done; then there is no value',
    ...options.descriptions,
  };
  addFields(dto, group, place, { ...options, descriptions });
  return () => dto;
}

/** What the fields of a group accept, as a text: all of their schema but the descriptions, which are texts. */
function acceptedBy(group: FieldSchema): string {
  return JSON.stringify(group, (name, value: unknown) =>
    name === 'description' && typeof value === 'string' ? undefined : value,
  );
}

/** A class without fields, of this name. */
export function named(name: string, base: ClassConstructor<object> = Object): ClassConstructor<object> {
  const dto = class extends base {};
  Object.defineProperty(dto, 'name', { value: name });
  return dto;
}

function descriptionOf(schema: FieldSchema, name: string, { textNote }: DtoOptions): string {
  const inside = schema.anyOf?.[0]?.properties?.['value'] ?? Object.values(schema.properties ?? {})[0];
  // A ratio has the unit 1, which says nothing.
  const description = (schema.description ?? inside?.description ?? words(name)).replace(/, 1$/, '');
  if (schema.contentMediaType === undefined) return description;
  const text = description.replace('(hash of a free text)', '(free text)');
  return textNote === undefined ? text : `${text}. ${textNote}`;
}

function exampleAt({ sample }: DtoOptions, place: string, schema: FieldSchema): { readonly example?: unknown } {
  if (schema.contentMediaType !== undefined) return { example: EXAMPLE_TEXT };
  const example = valueAt(sample, place);
  return example === undefined ? {} : { example };
}

/** A whole body, as its sender would write it: the sample with a text in place of each hash. */
export function exampleBody(schema: FieldSchema, sample: unknown): Readonly<Record<string, unknown>> {
  const values = sample as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => Object.hasOwn(values, name))
      .map(([name, inside]) => [name, inside.contentMediaType === undefined ? values[name] : EXAMPLE_TEXT]),
  );
}
