import Big from 'big.js';
import { Transform } from 'class-transformer';
import { field, type FieldOptions } from './field.js';

/** A range that includes both ends, and the unit of what is measured. */
export interface WholeOptions extends FieldOptions {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** In a query or a path, where a number comes as a text. */
  readonly fromText?: boolean;
}

export interface DecimalOptions extends FieldOptions {
  /** Decimal texts, included in the range. */
  readonly min: string;
  readonly max: string;
  readonly maxFractionDigits: number;
  readonly unit?: string;
}

const DECIMAL = /^(0|-?[1-9][0-9]{0,14}|-?0(?=\.0*[1-9])|0(?=\.)|-?[1-9][0-9]{0,14}(?=\.))(\.[0-9]+)?$/;
const WHOLE_TEXT = /^(0|-?[1-9][0-9]{0,14})$/;

/**
 * Whether a text is a decimal number in this range: digits, a point, no exponent, no plus sign, no minus before zero.
 * The text is kept as it is, so that "7.50" stays the measurement with two decimals that it was.
 */
export function isDecimal(value: unknown, min: string, max: string, maxFractionDigits: number): value is string {
  if (typeof value !== 'string' || value.length > 40 || !DECIMAL.test(value)) return false;
  const fractionDigits = value.split('.')[1]?.length ?? 0;
  if (fractionDigits > maxFractionDigits) return false;
  const number = new Big(value);
  return number.gte(min) && number.lte(max);
}

/** A clinically meaningful decimal, as a text so that no digit is lost: `"7.5"`. */
export function Decimal(options: DecimalOptions): PropertyDecorator {
  const { min, max, maxFractionDigits, unit } = options;
  const message = `must be a decimal text from ${min} to ${max}${unitOf(unit)} with at most ${maxFractionDigits} decimals`;
  const accepts = (value: unknown) => isDecimal(value, min, max, maxFractionDigits);
  const pattern = `^-?[0-9]{1,15}(\\.[0-9]{1,${maxFractionDigits}})?$`;
  const schema = { type: 'string', pattern, 'x-minimum': min, 'x-maximum': max, ...unitExtension(unit) } as const;
  return field({ name: 'decimal', message, accepts, schema }, options);
}

/** A whole number in a range. */
export function Whole(options: WholeOptions): PropertyDecorator {
  const { min, max, unit, fromText = false } = options;
  const message = `must be a whole number from ${min} to ${max}${unitOf(unit)}`;
  const accepts = (value: unknown) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max;
  const schema = { type: 'integer', minimum: min, maximum: max, ...unitExtension(unit) } as const;
  const converted = fromText ? [Transform(({ value }) => numberIn(value))] : [];
  return field({ name: 'whole', message, accepts, schema }, options, ...converted);
}

/** A list of whole numbers in a range, ascending. */
export function AscendingWholes(options: WholeOptions & { readonly maxItems: number }): PropertyDecorator {
  const { min, max, maxItems } = options;
  const message = `must be a list of 1 to ${maxItems} whole numbers from ${min} to ${max}, ascending`;
  const isNext = (value: unknown, place: number, all: unknown[]) =>
    Number.isInteger(value) &&
    Number(value) >= min &&
    Number(value) <= max &&
    (place === 0 || Number(all[place - 1]) < Number(value));
  const accepts = (value: unknown) =>
    Array.isArray(value) && value.length >= 1 && value.length <= maxItems && value.every(isNext);
  const items = { type: 'integer', minimum: min, maximum: max } as const;
  const schema = { type: 'array', items, minItems: 1, maxItems, uniqueItems: true } as const;
  return field({ name: 'ascending', message, accepts, schema }, options);
}

function numberIn(value: unknown): unknown {
  return typeof value === 'string' && WHOLE_TEXT.test(value) ? Number(value) : value;
}

function unitOf(unit: string | undefined): string {
  return unit === undefined ? '' : ` ${unit}`;
}

function unitExtension(unit: string | undefined): { 'x-unit'?: string } {
  return unit === undefined ? {} : { 'x-unit': unit };
}
