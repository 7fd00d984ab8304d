import { ascendingRule, type DecimalRange, decimalRule, type WholeRange, wholeRule } from '@bali/schema';
import { Transform } from 'class-transformer';
import { field, type FieldOptions } from './field.js';

export interface WholeOptions extends FieldOptions, WholeRange {
  /** In a query or a path, where a number comes as a text. */
  readonly fromText?: boolean;
}
export interface DecimalOptions extends FieldOptions, DecimalRange {}

const WHOLE_TEXT = /^(0|-?[1-9][0-9]{0,14})$/;

/** A clinically meaningful decimal, as a text so that no digit is lost: `"7.5"`. */
export function Decimal(options: DecimalOptions): PropertyDecorator {
  return field(decimalRule(options), options);
}

/** A whole number in a range. */
export function Whole(options: WholeOptions): PropertyDecorator {
  const converted = options.fromText === true ? [Transform(({ value }) => numberIn(value))] : [];
  return field(wholeRule(options), options, ...converted);
}

/** A list of whole numbers in a range, ascending. */
export function AscendingWholes(options: WholeOptions & { readonly maxItems: number }): PropertyDecorator {
  return field(ascendingRule(options.min, options.max, options.maxItems), options);
}

function numberIn(value: unknown): unknown {
  return typeof value === 'string' && WHOLE_TEXT.test(value) ? Number(value) : value;
}
