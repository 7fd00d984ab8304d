import { schemaViolation, publishedSchema } from '@bali/schema';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';
import { currentOf, TYPES } from './catalogues.js';

const TIME_ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

/** Another implementation of JSON Schema than the one that the domain uses. */
function independentValidator(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addFormat('partial-date', (date) => existsInPart(date));
  ajv.addFormat('time-zone', (name) => TIME_ZONES.includes(name));
  return ajv.compile(schema);
}

/** Whether there is such a year, month or day, said by the engine's own calendar. */
function existsInPart(date: string): boolean {
  const days = { 4: `${date}-01-01`, 7: `${date}-01`, 10: date }[date.length];
  const moment = new Date(`${days}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date);
}

/** The data with each of its values, in turn, replaced by something else, and with a field too many. */
function* mutations(data: unknown): Generator {
  for (const strange of [null, '', 'x', -1, 1.5, [], {}, true]) yield* replacing(data, strange);
  if (typeof data === 'object' && data !== null && !Array.isArray(data)) yield { ...data, tooMuch: 1 };
}

function* replacing(data: unknown, strange: unknown): Generator {
  yield strange;
  if (typeof data !== 'object' || data === null) return;
  for (const [name, value] of Object.entries(data)) {
    for (const changed of replacing(value, strange)) {
      yield Array.isArray(data) ? data.with(Number(name), changed) : { ...data, [name]: changed };
    }
  }
}

describe('[P11-10b] a published schema', () => {
  it.each(TYPES)('is a schema to others too, and understood by them as by us: %s %s', (_, type, catalogue) => {
    const definition = currentOf(catalogue, type);
    const validate = independentValidator(publishedSchema(definition));
    expect(validate(definition.sample) || validate.errors).toBe(true);
    for (const data of mutations(definition.sample)) {
      expect([data, schemaViolation(definition, data) === undefined]).toEqual([data, validate(data)]);
    }
  });
});
