import { SITE_CODE_PATTERN } from '@bali/protocol';
import { FIELD_PATTERN, MAX_FIELD_LENGTH } from '../patterns.js';
import type { FieldRule } from './field-rule.js';
import { textRule } from './text-rules.js';

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a list with a permitted number of items, each of which is accepted. */
export function isListOf(
  value: unknown,
  min: number,
  max: number,
  accepts: (item: unknown) => boolean,
): value is unknown[] {
  return Array.isArray(value) && value.length >= min && value.length <= max && value.every(accepts);
}

export const YES_OR_NO_RULE: FieldRule = {
  name: 'yes-or-no',
  message: 'must be true or false',
  accepts: (value) => typeof value === 'boolean',
  schema: { type: 'boolean' },
};

/** A list of different words of a closed list. */
export function wordsRule(of: readonly string[], min: number, max: number): FieldRule {
  const words: ReadonlySet<unknown> = new Set(of);
  return {
    name: 'words',
    message: `must be a list of ${min} to ${max} different words of ${of.join(', ')}`,
    accepts: (value) => isListOf(value, min, max, (word) => words.has(word)) && new Set(value).size === value.length,
    schema: {
      type: 'array',
      items: { type: 'string', enum: [...of] },
      minItems: min,
      maxItems: max,
      uniqueItems: true,
    },
  };
}

/** A list of different codes of sites. Which sites there are is what the trial's events say, so any code of their form is taken. */
export function siteCodesRule(min: number, max: number): FieldRule {
  const form = new RegExp(SITE_CODE_PATTERN);
  const isCode = (value: unknown) => typeof value === 'string' && form.test(value);
  return {
    name: 'site-codes',
    message: `must be a list of ${min} to ${max} different codes of sites, such as REI`,
    accepts: (value) => isListOf(value, min, max, isCode) && new Set(value).size === value.length,
    schema: {
      type: 'array',
      items: { type: 'string', pattern: SITE_CODE_PATTERN },
      minItems: min,
      maxItems: max,
      uniqueItems: true,
    },
  };
}

const EVENT_ID = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

/** A list of different ids of events. */
export function eventIdsRule(min: number, max: number): FieldRule {
  const form = new RegExp(EVENT_ID);
  const isId = (value: unknown) => typeof value === 'string' && form.test(value);
  return {
    name: 'event-ids',
    message: `must be a list of ${min} to ${max} different ids of events`,
    accepts: (value) => isListOf(value, min, max, isId) && new Set(value).size === value.length,
    schema: {
      type: 'array',
      items: { type: 'string', pattern: EVENT_ID },
      minItems: min,
      maxItems: max,
      uniqueItems: true,
    },
  };
}

/** A list of different JSON pointers to fields. */
export function fieldsRule(min: number, max: number): FieldRule {
  const form = new RegExp(FIELD_PATTERN);
  const isField = (value: unknown) => typeof value === 'string' && value.length <= MAX_FIELD_LENGTH && form.test(value);
  return {
    name: 'fields',
    message: `must be a list of ${min} to ${max} different JSON pointers to fields`,
    accepts: (value) => isListOf(value, min, max, isField) && new Set(value).size === value.length,
    schema: {
      type: 'array',
      items: { type: 'string', pattern: FIELD_PATTERN, maxLength: MAX_FIELD_LENGTH },
      minItems: min,
      maxItems: max,
      uniqueItems: true,
    },
  };
}

/** A list of different lines of text. */
export function linesRule(min: number, max: number, maxLength: number): FieldRule {
  const { accepts: isLine } = textRule(maxLength, true);
  return {
    name: 'lines',
    message: `must be a list of ${min} to ${max} different lines of text of 1 to ${maxLength} characters`,
    accepts: (value) => isListOf(value, min, max, isLine) && new Set(value).size === value.length,
    schema: {
      type: 'array',
      items: { type: 'string', minLength: 1, maxLength },
      minItems: min,
      maxItems: max,
      uniqueItems: true,
    },
  };
}

/** A list of whole numbers in a range, ascending. */
export function ascendingRule(min: number, max: number, maxItems: number): FieldRule {
  const isNext = (value: unknown, place: number, all: unknown[]) =>
    Number.isInteger(value) &&
    Number(value) >= min &&
    Number(value) <= max &&
    (place === 0 || Number(all[place - 1]) < Number(value));
  return {
    name: 'ascending',
    message: `must be a list of 1 to ${maxItems} whole numbers from ${min} to ${max}, ascending`,
    accepts: (value) => Array.isArray(value) && value.length >= 1 && value.length <= maxItems && value.every(isNext),
    schema: {
      type: 'array',
      items: { type: 'integer', minimum: min, maximum: max },
      minItems: 1,
      maxItems,
      uniqueItems: true,
    },
  };
}
