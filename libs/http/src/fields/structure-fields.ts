import { type ClassConstructor, Transform, Type } from 'class-transformer';
import { ValidateNested } from 'class-validator';
import { eventIdsRule, isListOf, isObject, siteCodesRule, wordsRule, YES_OR_NO_RULE } from '@bali/schema';
import { field, type FieldOptions } from './field.js';

export interface ListOptions extends FieldOptions {
  readonly min?: number;
  readonly max: number;
}

export interface WordsOptions extends ListOptions {
  readonly of: readonly string[];
}

type Dto = () => ClassConstructor<object>;

/** Yes or no; `true` or `false`. */
export function YesOrNo(options: FieldOptions & { readonly fromText?: boolean }): PropertyDecorator {
  const converted = options.fromText === true ? [Transform(({ value }) => yesOrNoIn(value))] : [];
  return field(YES_OR_NO_RULE, options, ...converted);
}

function yesOrNoIn(value: unknown): unknown {
  if (value === 'true') return true;
  return value === 'false' ? false : value;
}

// In a schema the DTO is given by a function that is called `type`: so the generator knows it from a class.

/** An object of its own DTO. */
export function Nested(dto: Dto, options: FieldOptions): PropertyDecorator {
  // Validating nested fields alone would take a list of such objects, too.
  const rule = { name: 'object', message: 'must be an object', accepts: isObject, schema: { type: () => dto() } };
  return field(rule, options, ValidateNested(), Type(dto));
}

/** A list of objects of one DTO. */
export function ListOf(dto: Dto, options: ListOptions): PropertyDecorator {
  const { min = 0, max } = options;
  const accepts = (value: unknown) => isListOf(value, min, max, isObject);
  const schema = { type: () => dto(), isArray: true, minItems: min, maxItems: max };
  const rule = { name: 'list', message: `must be a list of ${min} to ${max} objects`, accepts, schema };
  return field(rule, options, ValidateNested({ each: true }), Type(dto));
}

/** A list of different words of a closed list. */
export function WordsOf({ of, min = 0, max, ...options }: WordsOptions): PropertyDecorator {
  return field(wordsRule(of, min, max), options);
}

/** A list of different codes of sites: `["REI"]`. */
export function SiteCodes({ min = 0, max, ...options }: ListOptions): PropertyDecorator {
  return field(siteCodesRule(min, max), { example: ['REI'], ...options });
}

/** A list of different ids of events. */
export function EventIds({ min = 1, max, ...options }: ListOptions): PropertyDecorator {
  return field(eventIdsRule(min, max), { example: ['6f0a2f0e-7f0f-5b7e-9a53-4f1f3c2d1b0a'], ...options });
}

/** Any JSON value, when another rule looks inside. Depth and size are those of the body. */
export function AnyJson(options: FieldOptions): PropertyDecorator {
  const accepts = (value: unknown) => value !== undefined;
  const single = ['string', 'number', 'boolean', 'object'].map((type) => ({ type }));
  const schema = { anyOf: [...single, { type: 'array', items: {} }] };
  return field({ name: 'present', message: 'must be there', accepts, schema }, options);
}
