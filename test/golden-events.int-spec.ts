import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { leafHash, leafOf, recordOf } from '@bali/ledger';
import {
  definitionOf,
  type DecidedEvent,
  EVENT_CATALOGUE,
  type EventType,
  PATIENT_EVENTS,
  patientStream,
  publishedSchema,
  schemaViolation,
  TRIAL_EVENTS,
  TRIAL_STREAM,
  UnknownEvent,
} from '@bali/trial';
import { recordsOf, SAMPLE_CORRECTION, SAMPLE_DATA, SAMPLE_REDACTION, SAMPLE_TRIAL_DATA } from '@bali/trial/testing';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

/*
 * Every version of every event that was ever stored, as it was stored: its schema, and a record with its leaf hash. A
 * stored version never changes: what fails here is not to be regenerated, it is a new schema version.
 *
 * `BALI_WRITE_GOLDEN=1` writes the files of a new version. It never writes over a file that is there.
 */
const FOLDER = join(import.meta.dirname, '../libs/trial/golden');
const MAY_WRITE = process.env['BALI_WRITE_GOLDEN'] === '1';

function golden(name: string): string {
  return readFileSync(join(FOLDER, name), 'utf8');
}

/** A golden file, written first if it is missing and may be. */
function stored(name: string, made: () => string): string {
  const path = join(FOLDER, name);
  if (MAY_WRITE && !readdirSync(FOLDER).includes(name)) writeFileSync(path, made(), { flag: 'wx' });
  return golden(name);
}

function exampleOf(type: EventType): DecidedEvent {
  const data = { ...SAMPLE_TRIAL_DATA, ...SAMPLE_DATA, ...SAMPLE_CORRECTION, ...SAMPLE_REDACTION }[type];
  return { type, data };
}

function exampleLeaf(type: EventType): Buffer {
  const stream = type in TRIAL_EVENTS ? TRIAL_STREAM : patientStream('REI-001');
  const [record] = recordsOf([exampleOf(type)], { stream, from: 3, recordedAt: '2026-12-01T10:00:00.000Z' });
  return Buffer.from(leafOf(record!));
}

const versionOf = (type: EventType) => `${type}.v${EVENT_CATALOGUE[type].schemaVersion}`;

const TIME_ZONES = [...Intl.supportedValuesOf('timeZone'), 'UTC'];

/** Another implementation of JSON Schema than the one that the domain uses. */
function independentValidator(schema: object): ValidateFunction {
  const ajv = new Ajv2020({ strict: true, allErrors: true });
  ajvFormats.default(ajv);
  ajv.addFormat('time-zone', (name) => TIME_ZONES.includes(name));
  return ajv.compile(schema);
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

const TYPES = Object.keys(EVENT_CATALOGUE) as EventType[];

describe('[P11-10c] [CTR-58] a stored version of an event', () => {
  it.each(TYPES)('has the schema that it had: %s', (type) => {
    const schema = publishedSchema(EVENT_CATALOGUE[type]);
    const kept = stored(`${versionOf(type)}.schema.json`, () => `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(kept)).toEqual(schema);
  });

  it.each(TYPES)('has the bytes and the leaf hash that it had: %s', (type) => {
    const kept = stored(`${versionOf(type)}.record.json`, () => exampleLeaf(type).toString('utf8'));
    const hash = stored(`${versionOf(type)}.leaf-hash.txt`, () => `${leafHash(exampleLeaf(type)).toString('hex')}\n`);
    const leaf = Buffer.from(kept, 'utf8');
    expect(exampleLeaf(type).toString('utf8')).toBe(kept);
    expect(Buffer.from(leafOf(recordOf(leaf)))).toEqual(leaf);
    expect(leafHash(leaf).toString('hex')).toBe(hash.trim());
  });

  it('is readable whichever it is, and there is no other', () => {
    const versions = readdirSync(FOLDER).filter((name) => name.endsWith('.schema.json'));
    for (const name of versions) {
      const [, type, version] = /^(\w+)\.v(\d+)\.schema\.json$/.exec(name) ?? [];
      const definition = definitionOf(type ?? '', Number(version));
      expect(publishedSchema(definition)).toEqual(JSON.parse(golden(name)));
    }
    expect(versions.length).toBeGreaterThanOrEqual(TYPES.length);
    expect(() => definitionOf('Harvested', 2)).toThrow(UnknownEvent);
    expect(() => definitionOf('constructor')).toThrow(UnknownEvent);
  });
});

describe('[P11-10b] a published schema', () => {
  it.each(TYPES)('is a schema to others too, and holds the example: %s', (type) => {
    const validate = independentValidator(JSON.parse(golden(`${versionOf(type)}.schema.json`)) as object);
    const { data } = recordOf(Buffer.from(golden(`${versionOf(type)}.record.json`)));
    expect(validate(data) || validate.errors).toBe(true);
    expect(schemaViolation(EVENT_CATALOGUE[type], data)).toBeUndefined();
  });

  it.each(TYPES)('is understood by others as it is by us: %s', (type) => {
    const validate = independentValidator(publishedSchema(EVENT_CATALOGUE[type]));
    for (const data of mutations(exampleOf(type).data)) {
      const ours = schemaViolation(EVENT_CATALOGUE[type], data) === undefined;
      expect([data, ours]).toEqual([data, validate(data)]);
    }
  });

  it('is there for all that happens to the trial and to a patient', () => {
    expect(TYPES.toSorted()).toEqual(
      [...Object.keys(TRIAL_EVENTS), ...Object.keys(PATIENT_EVENTS), 'DataCorrected', 'TextRedacted'].toSorted(),
    );
  });
});
