import { base64UrlRule, codeRule, oneOfRule, PATIENT_CODE_RULE, SITE_CODE_RULE, textRule } from '@bali/schema';
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

/** A text that a person wrote. */
export function Text(options: TextOptions): PropertyDecorator {
  return field(textRule(options.max, options.oneLine), options);
}

/** One of a closed list of words. */
export function OneOf(options: OneOfOptions): PropertyDecorator {
  return field(oneOfRule(options.of), options);
}

/** A text of a given form. */
export function Code(options: CodeOptions): PropertyDecorator {
  return field(codeRule(options.pattern, options.called), options);
}

/** Bytes, as base64url without padding (RFC 4648, 5). */
export function Base64Url(options: BytesOptions): PropertyDecorator {
  return field(base64UrlRule(options.min ?? 1, options.max), options);
}

/** A site's code: `REI`. */
export function SiteCode(options: FieldOptions): PropertyDecorator {
  return field(SITE_CODE_RULE, { example: 'REI', ...options });
}

/** A patient's code: `REI-001`. */
export function PatientCode(options: FieldOptions): PropertyDecorator {
  return field(PATIENT_CODE_RULE, { example: 'REI-001', ...options });
}
