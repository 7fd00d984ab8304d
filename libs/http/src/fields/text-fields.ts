import { PATIENT_CODE_PATTERN, SITE_CODE_PATTERN } from '@bali/protocol';
import { field, type FieldOptions } from './field.js';

export interface TextOptions extends FieldOptions {
  /** The greatest length, in UTF-16 code units. */
  readonly max: number;
  /** One line: neither line feed nor tab. */
  readonly oneLine?: boolean;
}

export interface OneOfOptions extends FieldOptions {
  readonly of: readonly string[];
}

export interface CodeOptions extends FieldOptions {
  /** A regular expression for the whole text, anchored at both ends. */
  readonly pattern: string;
  /** What such a text is called in an error: "a visit code". */
  readonly called: string;
}

export interface BytesOptions extends FieldOptions {
  /** The least and the greatest length of the text, in characters. */
  readonly min?: number;
  readonly max: number;
}

/** Control characters but line feed and tab, and the line breaks that only some programs take for such. */
const CONTROL = /[^\P{Cc}\n\t]|[\u2028\u2029]/u;

/** Whether a text says something: well-formed, not blank, not too long, no control characters but line feed and tab. */
export function isBoundedText(value: unknown, max: number, oneLine = false): value is string {
  if (typeof value !== 'string' || value.length > max || value.trim() === '' || !value.isWellFormed()) return false;
  return !CONTROL.test(value) && !(oneLine && /[\n\t]/.test(value));
}

/** A text that a person wrote. */
export function Text(options: TextOptions): PropertyDecorator {
  const { max, oneLine = false } = options;
  const lines = oneLine ? 'one line of text' : 'a text';
  const message = `must be ${lines} of 1 to ${max} characters, not blank, without control characters`;
  const schema = { type: 'string', minLength: 1, maxLength: max } as const;
  return field({ name: 'text', message, accepts: (value) => isBoundedText(value, max, oneLine), schema }, options);
}

/** One of a closed list of words. */
export function OneOf(options: OneOfOptions): PropertyDecorator {
  const words: ReadonlySet<unknown> = new Set(options.of);
  const message = `must be one of ${options.of.join(', ')}`;
  const schema = { type: 'string', enum: [...options.of] } as const;
  return field({ name: 'one-of', message, accepts: (value) => words.has(value), schema }, options);
}

/** A text of a given form. */
export function Code(options: CodeOptions): PropertyDecorator {
  const { pattern, called } = options;
  return codeField('code', pattern, called, options);
}

/** Bytes, as base64url without padding (RFC 4648, 5). */
export function Base64Url(options: BytesOptions): PropertyDecorator {
  const { min = 1, max } = options;
  const form = /^[A-Za-z0-9_-]*$/;
  const accepts = (value: unknown) =>
    typeof value === 'string' && value.length >= min && value.length <= max && form.test(value);
  const message = `must be ${min} to ${max} characters of base64url, without padding`;
  const schema = { type: 'string', pattern: form.source, minLength: min, maxLength: max } as const;
  return field({ name: 'base64url', message, accepts, schema }, options);
}

/** A site's code: `REI`. */
export function SiteCode(options: FieldOptions): PropertyDecorator {
  return codeField('site-code', SITE_CODE_PATTERN, 'the code of a site, such as REI', { example: 'REI', ...options });
}

/** A patient's code: `REI-001`. */
export function PatientCode(options: FieldOptions): PropertyDecorator {
  const called = 'the code of a patient, such as REI-001';
  return codeField('patient-code', PATIENT_CODE_PATTERN, called, { example: 'REI-001', ...options });
}

function codeField(name: string, pattern: string, called: string, options: FieldOptions): PropertyDecorator {
  const form = new RegExp(pattern);
  const accepts = (value: unknown) => typeof value === 'string' && value.length <= 255 && form.test(value);
  return field({ name, message: `must be ${called}`, accepts, schema: { type: 'string', pattern } }, options);
}
