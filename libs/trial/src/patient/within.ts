import { valueAt } from '@bali/schema';
import Big from 'big.js';
import { type Refusal, refusal } from '../refusal.js';
import type { Range, Rule } from './rule.js';

/** The rule that a measured decimal is possible. A value that is missing was not measured, and keeps it. */
export function within(field: string, { min, max, unit }: Range & { readonly unit?: string }): Rule {
  const limits = { field, min, max, ...(unit === undefined ? {} : { unit }) };
  return {
    says: `\`${field}\` is from ${min} to ${max}${unit === undefined ? '' : ` ${unit}`}.`,
    limits,
    refuses: (data: unknown) => {
      const value = valueAt(data, field);
      return typeof value === 'string' ? outOfRange(value, limits, field) : undefined;
    },
  };
}

function outOfRange(value: string, { min, max }: Range, field: string): Refusal | undefined {
  if (new Big(value).gte(min) && new Big(value).lte(max)) return undefined;
  return refusal('implausible-value', `${value} is outside of what is possible, ${min} to ${max}.`, field);
}
