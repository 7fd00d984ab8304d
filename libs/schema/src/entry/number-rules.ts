import Big from 'big.js';
import type { FieldRule } from './field-rule.js';

/** A range of whole numbers that includes both ends, and the unit of what is measured. */
export interface WholeRange {
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
}

/** A range of decimals, as texts, that includes both ends. */
export interface DecimalRange {
  readonly min: string;
  readonly max: string;
  readonly maxFractionDigits: number;
  readonly unit?: string;
}

const DECIMAL = /^(0|-?[1-9][0-9]{0,14}|-?0(?=\.0*[1-9])|0(?=\.)|-?[1-9][0-9]{0,14}(?=\.))(\.[0-9]+)?$/;

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
export function decimalRule({ min, max, maxFractionDigits, unit }: DecimalRange): FieldRule {
  return {
    name: 'decimal',
    message: `must be a decimal text from ${min} to ${max}${unitOf(unit)} with at most ${maxFractionDigits} decimals`,
    accepts: (value) => isDecimal(value, min, max, maxFractionDigits),
    schema: {
      type: 'string',
      pattern: `^-?[0-9]{1,15}(\\.[0-9]{1,${maxFractionDigits}})?$`,
      'x-minimum': min,
      'x-maximum': max,
      ...unitExtension(unit),
    },
  };
}

/** A whole number in a range. */
export function wholeRule({ min, max, unit }: WholeRange): FieldRule {
  return {
    name: 'whole',
    message: `must be a whole number from ${min} to ${max}${unitOf(unit)}`,
    accepts: (value) => Number.isInteger(value) && Number(value) >= min && Number(value) <= max,
    schema: { type: 'integer', minimum: min, maximum: max, ...unitExtension(unit) },
  };
}

function unitOf(unit: string | undefined): string {
  return unit === undefined ? '' : ` ${unit}`;
}

function unitExtension(unit: string | undefined): { 'x-unit'?: string } {
  return unit === undefined ? {} : { 'x-unit': unit };
}
