import { FREE_TEXT } from '../fields.js';
import type { FieldSchema } from '../schema-at.js';
import type { SchemaViolation } from '../violation.js';
import { type EntryLimits, entryRuleOf } from './entry-rule-of.js';
import { isObject } from './structure-rules.js';

/** Decimals are held to their limits by a rule of their event, and the hash of a free text says nothing of its length. */
const BY_SCHEMA_ALONE: EntryLimits = { limitsAt: () => undefined, maxTextLength: 0 };

/**
 * The first value that nobody could have entered, though the schema takes it: a date of long ago, a line with a character
 * that no keyboard has. A value is judged by this one rule whether it is entered or corrected.
 * @param at the place of a correction (a JSON pointer): only what is there, in it or around it counts; left out: all does
 */
export function entryViolation(schema: object, data: unknown, at = ''): SchemaViolation | undefined {
  for (const violation of violationsIn(schema, data, '')) if (concerns(at, violation.field)) return violation;
  return undefined;
}

function concerns(at: string, place: string): boolean {
  return at === '' || place === at || place.startsWith(`${at}/`) || at.startsWith(`${place}/`);
}

function* violationsIn(schema: FieldSchema, value: unknown, pointer: string): Generator<SchemaViolation> {
  if (value === undefined || schema.contentMediaType === FREE_TEXT) return;
  const rule = entryRuleOf(schema, pointer, BY_SCHEMA_ALONE);
  if (rule !== undefined) {
    if (!rule.accepts(value)) yield { field: pointer, rule: rule.message };
  } else if (Array.isArray(value)) {
    for (const [place, item] of value.entries()) yield* violationsIn(schema.items ?? {}, item, `${pointer}/${place}`);
  } else if (isObject(value)) {
    for (const [name, inside] of Object.entries(value)) {
      yield* violationsIn(memberOf(schema, name), inside, `${pointer}/${name}`);
    }
  }
}

function memberOf(schema: FieldSchema, name: string): FieldSchema {
  const branches = [schema, ...(schema.anyOf ?? [])];
  return (
    branches.flatMap(({ properties = {} }) => (Object.hasOwn(properties, name) ? [properties[name] ?? {}] : []))[0] ??
    {}
  );
}
