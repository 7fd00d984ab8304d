import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { type ClassConstructor, plainToInstance } from 'class-transformer';
import { type ValidationError, validateSync } from 'class-validator';
import { type FieldError, Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';
import { at } from './json-body.js';

const OPTIONS = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  validationError: { target: false, value: false },
} as const;

/** A request may name many unknown fields: this number of errors says enough. */
const MAX_ERRORS = 100;

const NOT_DTOS: readonly unknown[] = [String, Boolean, Number, Array, Object, Buffer];

/**
 * Checks a body, the query or the path's parameters against the DTO that the handler declares, and refuses what breaks a
 * rule or is not declared, naming every such field.
 *
 * A body is handed on as the very object that came, which has no field but the declared ones: plain data, converted in
 * nothing. Query and parameters, which come as texts, are handed on as instances of the DTO, with its conversions.
 */
@Injectable()
export class InputValidationPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (metatype === undefined || type === 'custom' || NOT_DTOS.includes(metatype)) return value;
    if (value === undefined || value === null) throw new Problem(PROBLEMS['body-missing']);
    if (type === 'query') refuseTwice(value);
    const instance = plainToInstance(metatype as ClassConstructor<object>, value);
    const failures = validateSync(instance, OPTIONS);
    if (failures.length > 0) throw new Problem(PROBLEMS['invalid-input'], { errors: fieldErrors(failures) });
    return type === 'body' ? value : instance;
  }
}

/** No parameter of a query is a list: of two values, nobody could say which one counts. */
function refuseTwice(query: object): void {
  const twice = Object.entries(query).filter(([, value]) => Array.isArray(value));
  if (twice.length === 0) return;
  const errors = twice.map(([name]) => ({ field: at('', name), rule: 'once', message: 'must be given once' }));
  throw new Problem(PROBLEMS['invalid-input'], { errors: errors.slice(0, MAX_ERRORS) });
}

function fieldErrors(failures: readonly ValidationError[]): readonly FieldError[] {
  return failures.flatMap((failure) => [...errorsOf(failure, '')]).slice(0, MAX_ERRORS);
}

function* errorsOf(failure: ValidationError, pointer: string): Generator<FieldError> {
  const field = at(pointer, failure.property);
  for (const [rule, message] of Object.entries(failure.constraints ?? {})) {
    // Every nested field has a rule of ours, which says the same in our words.
    if (rule === 'nestedValidation') continue;
    yield rule === 'whitelistValidation'
      ? { field, rule: 'unknown-field', message: 'is not a field of this request' }
      : { field, rule, message };
  }
  for (const child of failure.children ?? []) yield* errorsOf(child, field);
}
