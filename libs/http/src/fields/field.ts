import type { FieldRule } from '@bali/schema';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { ValidateBy, ValidateIf, type ValidationArguments } from 'class-validator';

/** What every field of a DTO says of itself. */
export interface FieldOptions {
  /** What it is, with its unit: a clinician reads it in the documentation. */
  readonly description: string;
  readonly example?: unknown;
  /** It may be left out. It may never be `null`: what was not done has fields of its own to say so. */
  readonly optional?: boolean;
}

/** A field with a rule: validation and documentation say the same because they are made of the same. */
export function field(rule: FieldRule, options: FieldOptions, ...more: PropertyDecorator[]): PropertyDecorator {
  const { description, example, optional = false } = options;
  const documented = {
    ...rule.schema,
    description,
    required: !optional,
    ...(example === undefined ? {} : { example }),
  } as ApiPropertyOptions;
  const messageOf = (value: unknown): string => {
    const hint = rule.hint?.(value);
    return hint === undefined ? rule.message : `${rule.message}. ${hint}`;
  };
  const validator = {
    validate: rule.accepts,
    defaultMessage: (asked?: ValidationArguments) => messageOf(asked?.value),
  };
  return applyDecorators(
    ApiProperty(documented),
    ...(optional ? [ValidateIf((_, value) => value !== undefined)] : []),
    ValidateBy({ name: rule.name, validator }),
    ...more,
  );
}
