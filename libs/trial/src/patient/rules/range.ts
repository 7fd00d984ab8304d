import Big from 'big.js';
import { type Refusal, refusal } from '../../refusal.js';

/** The limits, both included, outside of which a measured value is a mistake; decimals as text. */
export interface Range {
  readonly min: string;
  readonly max: string;
}

export function outOfRange(value: string | undefined, { min, max }: Range, field: string): Refusal | undefined {
  if (value === undefined || (new Big(value).gte(min) && new Big(value).lte(max))) return undefined;
  return refusal('implausible-value', `${value} is outside of what is possible, ${min} to ${max}.`, field);
}
