import { PATIENT_CODE_PATTERN, SITE_CODE_PATTERN } from '@bali/protocol';
import type { FieldRule } from './field-rule.js';

/** Control characters but line feed and tab, and the line breaks that only some programs take for such. */
const CONTROL = /[^\P{Cc}\n\t]|[\u2028\u2029]/u;

/**
 * What nobody sees: blanks, and characters that only change how others look, an accent without a letter among them. The blank of
 * Braille is drawn as nothing, too.
 */
const UNSEEN = /[\s\p{Default_Ignorable_Code_Point}\p{Cf}\p{M}\u2800]/gu;

/** The text with one kind of line end, as it is kept and hashed: Windows writes two characters where others write one. */
export function withOneLineEnd(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Whether a text says something: well-formed, something to be seen in it, not too long, no control characters but line ends and tab. */
export function isBoundedText(value: unknown, max: number, oneLine = false): value is string {
  if (typeof value !== 'string' || value.length > max || !value.isWellFormed()) return false;
  const text = withOneLineEnd(value);
  if (text.replaceAll(UNSEEN, '') === '') return false;
  return !CONTROL.test(text) && !(oneLine && /[\n\t]/.test(text));
}

/** A text that a person wrote. @param max the greatest length, in UTF-16 code units */
export function textRule(max: number, oneLine = false): FieldRule {
  const lines = oneLine ? 'one line of text' : 'a text';
  return {
    name: 'text',
    message: `must be ${lines} of 1 to ${max} characters, of which at least one can be seen, without control characters`,
    accepts: (value) => isBoundedText(value, max, oneLine),
    schema: { type: 'string', minLength: 1, maxLength: max },
  };
}

/** One of a closed list of words. */
export function oneOfRule(of: readonly string[]): FieldRule {
  const words: ReadonlySet<unknown> = new Set(of);
  return {
    name: 'one-of',
    message: `must be one of ${of.join(', ')}`,
    accepts: (value) => words.has(value),
    schema: { type: 'string', enum: [...of] },
  };
}

/** The longest text of a given form, in characters. */
const MAX_CODE_LENGTH = 255;

/**
 * A text of a given form.
 * @param pattern a regular expression for the whole text, anchored at both ends
 * @param called what such a text is called in an error: "a visit code"
 */
export function codeRule(pattern: string, called: string, name = 'code'): FieldRule {
  const form = new RegExp(pattern);
  return {
    name,
    message: `must be ${called}`,
    accepts: (value) => typeof value === 'string' && value.length <= MAX_CODE_LENGTH && form.test(value),
    schema: { type: 'string', pattern },
  };
}

/** A site's code: `REI`. */
export const SITE_CODE_RULE = codeRule(SITE_CODE_PATTERN, 'the code of a site, such as REI', 'site-code');

/** A patient's code: `REI-001`. */
export const PATIENT_CODE_RULE = codeRule(
  PATIENT_CODE_PATTERN,
  'the code of a patient, such as REI-001',
  'patient-code',
);

/** Bytes, as base64url without padding (RFC 4648, 5). @param min and `max` of the length of the text, in characters */
export function base64UrlRule(min: number, max: number): FieldRule {
  const form = /^[A-Za-z0-9_-]*$/;
  return {
    name: 'base64url',
    message: `must be ${min} to ${max} characters of base64url, without padding`,
    accepts: (value) => typeof value === 'string' && value.length >= min && value.length <= max && form.test(value),
    schema: { type: 'string', pattern: form.source, minLength: min, maxLength: max },
  };
}
