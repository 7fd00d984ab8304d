import { PARTIAL_DATE_PATTERN, PATIENT_CODE_PATTERN, SITE_CODE_PATTERN } from '@bali/protocol';
import type { TLocalizedValidationError } from 'typebox/error';
import {
  decimalPattern,
  FIELD_PATTERN,
  LINE_PATTERN,
  STRATUM_PATTERN,
  TEXT_HASH_PATTERN,
  VISIT_PATTERN,
} from './patterns.js';

/** A place in an event's data that does not keep its schema. */
export interface SchemaViolation {
  /** RFC 6901 JSON pointer into the data. */
  readonly field: string;
  /** What is asked of that field, as the second half of a sentence that begins with the field. */
  readonly rule: string;
}

const FORMATS: Readonly<Record<string, string>> = {
  date: 'must be a real calendar date, YYYY-MM-DD',
  'date-time': 'must be a real moment with its offset from UTC, such as 2026-03-02T09:30:00+01:00',
  'partial-date': 'must be a date that exists, as far as it is known: 2019, 2019-06 or 2019-06-14',
  'time-zone': 'must be an IANA time zone, such as Europe/Paris',
  uuid: 'must be a UUID',
};

const decimal = (fractionDigits: number, digits: string) => ({
  [decimalPattern(fractionDigits)]: `must be a decimal number as text with at most ${digits} after the point`,
});

const PATTERNS: Readonly<Record<string, string>> = {
  ...decimal(1, 'one digit'),
  ...decimal(2, 'two digits'),
  [PARTIAL_DATE_PATTERN]: 'must be a date that exists, as far as it is known: 2019, 2019-06 or 2019-06-14',
  [SITE_CODE_PATTERN]: 'must be a site code, such as REI',
  [PATIENT_CODE_PATTERN]: 'must be a patient code, such as REI-001',
  [VISIT_PATTERN]: 'must be the code of a visit, such as M6',
  [STRATUM_PATTERN]: 'must be a part of the randomization list, such as ALL, REI or CARDS',
  [LINE_PATTERN]: 'must be one line of well-formed text that is not blank',
  [TEXT_HASH_PATTERN]: 'must be the hash of a free text',
  [FIELD_PATTERN]: 'must be a JSON pointer to a field, such as /harvestedAt',
};

/** What is wrong at the first place that does not keep a schema, as a person would say it. */
export function violationOf(error: TLocalizedValidationError): SchemaViolation {
  const [missing] = error.keyword === 'required' ? error.params.requiredProperties : [];
  if (missing !== undefined) return { field: `${error.instancePath}/${missing}`, rule: 'is missing' };
  return { field: error.instancePath, rule: ruleOf(error) };
}

function ruleOf(error: TLocalizedValidationError): string {
  switch (error.keyword) {
    case 'boolean':
    case 'additionalProperties':
      return 'is not a field of this event';
    case 'enum':
      return `must be one of: ${error.params.allowedValues.join(', ')}`;
    case 'format':
      return wordsFor(error.params.format, FORMATS);
    case 'pattern':
      return wordsFor(String(error.params.pattern), PATTERNS);
    case 'type':
      return wordsFor(String(error.params.type), TYPES);
    case 'minimum':
      return `must be at least ${error.params.limit}`;
    case 'maximum':
      return `must be at most ${error.params.limit}`;
    case 'uniqueItems':
      return 'must not name anything twice';
    default:
      return error.message;
  }
}

function wordsFor(name: string, words: Readonly<Record<string, string>>): string {
  return words[name] ?? `must be ${name}`;
}

const TYPES: Readonly<Record<string, string>> = {
  object: 'must be a group of fields',
  array: 'must be a list',
  string: 'must be text',
  integer: 'must be a whole number',
  boolean: 'must be true or false',
};
