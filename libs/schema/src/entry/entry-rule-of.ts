import { CELL_MEASUREMENTS, MEASUREMENTS, PATIENT_CODE_PATTERN, SITE_CODE_PATTERN } from '@bali/protocol';
import { FREE_TEXT } from '../fields.js';
import {
  decimalPattern,
  DEVIATION_KEY_PATTERN,
  EVENT_TYPE_PATTERN,
  FIELD_PATTERN,
  LABEL_PATTERN,
  LINE_PATTERN,
  REGISTRY_ID_PATTERN,
  STRATUM_PATTERN,
  TEXT_HASH_PATTERN,
  VISIT_PATTERN,
} from '../patterns.js';
import type { FieldSchema } from '../schema-at.js';
import type { FieldRule } from './field-rule.js';
import { decimalRule, wholeRule } from './number-rules.js';
import { eventIdsRule, fieldsRule, linesRule, wordsRule, YES_OR_NO_RULE } from './structure-rules.js';
import { codeRule, oneOfRule, PATIENT_CODE_RULE, SITE_CODE_RULE, textRule } from './text-rules.js';
import { CALENDAR_DATE_RULE, INSTANT_RULE, PARTIAL_DATE_RULE } from './time-rules.js';

/** What an entry is held to besides a field's schema. */
export interface EntryLimits {
  /** The limits of the decimal at a JSON pointer. */
  readonly limitsAt: (
    pointer: string,
  ) => { readonly min: string; readonly max: string; readonly unit?: string } | undefined;
  /** The greatest length of a free text, in UTF-16 code units. */
  readonly maxTextLength: number;
}

const UUID_PATTERN = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

const BY_PATTERN: Readonly<Record<string, FieldRule>> = {
  [SITE_CODE_PATTERN]: SITE_CODE_RULE,
  [PATIENT_CODE_PATTERN]: PATIENT_CODE_RULE,
  [VISIT_PATTERN]: codeRule(VISIT_PATTERN, 'a visit code, such as M6'),
  [LABEL_PATTERN]: codeRule(LABEL_PATTERN, 'a label: 3 to 32 capital letters, digits and hyphens'),
  [STRATUM_PATTERN]: codeRule(STRATUM_PATTERN, 'a part of the randomization list, such as ALL, REI or CARDS'),
  [FIELD_PATTERN]: codeRule(FIELD_PATTERN, 'a JSON pointer to a field, such as /volumeMl'),
  [DEVIATION_KEY_PATTERN]: codeRule(DEVIATION_KEY_PATTERN, 'the key of a deviation, such as visit-missed:M3'),
  [EVENT_TYPE_PATTERN]: codeRule(EVENT_TYPE_PATTERN, 'the type of an event, such as FollowUpAssessed'),
  [TEXT_HASH_PATTERN]: codeRule(TEXT_HASH_PATTERN, 'a SHA-256 digest: 64 digits and lower-case letters a to f'),
  [REGISTRY_ID_PATTERN]: codeRule(REGISTRY_ID_PATTERN, 'a registry number'),
};

const FRACTION_DIGITS: ReadonlyMap<string, number> = new Map(
  [1, 2, 3].map((digits) => [decimalPattern(digits), digits]),
);

/** The rule of entry that follows from a field's schema; `undefined` for a group of fields, which have rules of their own. */
export function entryRuleOf(schema: FieldSchema, pointer: string, limits: EntryLimits): FieldRule | undefined {
  if (schema.contentMediaType === FREE_TEXT) return textRule(limits.maxTextLength);
  if (schema.enum !== undefined) return oneOfRule(schema.enum);
  switch (schema.type) {
    case 'integer':
      return wholeRuleOf(schema);
    case 'boolean':
      return YES_OR_NO_RULE;
    case 'array':
      return wordsRuleOf(schema);
    case 'string':
      return textRuleOf(schema, pointer, limits);
    default:
      return undefined;
  }
}

function wholeRuleOf(schema: FieldSchema): FieldRule {
  const { minimum: min = 0, maximum: max = Number.MAX_SAFE_INTEGER } = schema;
  return wholeRule({ min, max, ...unitOf(schema) });
}

/** A list of anything but words and ids has no rule of its own: its items have. */
function wordsRuleOf({ items, minItems = 0, maxItems = 0 }: FieldSchema): FieldRule | undefined {
  if (items?.format === 'uuid') return eventIdsRule(minItems, maxItems);
  if (items?.pattern === FIELD_PATTERN) return fieldsRule(minItems, maxItems);
  if (items?.pattern === LINE_PATTERN) return linesRule(minItems, maxItems, items.maxLength ?? 0);
  return items?.enum && wordsRule(items.enum, minItems, maxItems);
}

function textRuleOf(schema: FieldSchema, pointer: string, { limitsAt }: EntryLimits): FieldRule | undefined {
  const { format, pattern = '', maxLength = 0 } = schema;
  if (format === 'date') return CALENDAR_DATE_RULE;
  if (format === 'partial-date') return PARTIAL_DATE_RULE;
  if (format === 'date-time') return INSTANT_RULE;
  if (format === 'uuid') return codeRule(UUID_PATTERN, 'the id of an event');
  if (format === 'time-zone' || pattern === LINE_PATTERN) return textRule(maxLength, true);
  const maxFractionDigits = FRACTION_DIGITS.get(pattern);
  if (maxFractionDigits === undefined) return BY_PATTERN[pattern];
  const limits = limitsAt(pointer);
  return limits && decimalRule({ ...limits, maxFractionDigits });
}

const UNITS: ReadonlySet<string> = new Set(
  ['mL', ...Object.values({ ...MEASUREMENTS, ...CELL_MEASUREMENTS }).map(({ unit }) => unit)].filter(
    (unit) => unit !== '1',
  ),
);

/** The unit of a whole number: its description ends with it, after a comma. */
function unitOf({ description = '' }: FieldSchema): { readonly unit?: string } {
  const unit = description.slice(description.lastIndexOf(', ') + 2);
  return UNITS.has(unit) ? { unit } : {};
}
