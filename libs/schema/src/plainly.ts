import type { EventDefinition } from './event-definition.js';
import { isFreeTextAt, describedField } from './schema-at.js';
import type { About, ShowText } from './words.js';

/**
 * The sentence of an event that needs no better one: what happened, as its definition has it, and every value with the
 * description that its schema gives it.
 */
export function plainly(data: object, { show }: Pick<About, 'show'>, itself: EventDefinition): string {
  return inPlainWords(withTexts(data, itself, show), itself);
}

/** The same, with the values as they stand in the data: of a free text, its hash. */
export function inPlainWords(data: object, { about, data: schema }: Pick<EventDefinition, 'about' | 'data'>): string {
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  const values = data as Readonly<Record<string, unknown>>;
  // In the order in which the schema has them, as that is how people read them.
  const names = [...new Set([...Object.keys(properties), ...Object.keys(values)])].filter((name) => name in values);
  const told = names.map((name) => `${describedField(schema, `/${name}`)}: ${shown(values[name])}`);
  return told.length === 0 ? about : `${about}: ${told.join('; ')}`;
}

function withTexts(data: object, { data: schema }: EventDefinition, show: ShowText): object {
  const values = Object.entries(data).map(([name, value]: [string, unknown]) =>
    typeof value === 'string' && isFreeTextAt(schema, `/${name}`) ? [name, show(value)] : [name, value],
  );
  return Object.fromEntries(values) as object;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(shown).join(', ');
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = Object.entries(value).map(([name, part]: [string, unknown]) => `${name}: ${shown(part)}`);
  return `(${parts.join(', ')})`;
}
