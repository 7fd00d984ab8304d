import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { CELL_THERAPY_EVENTS, type CellTherapyEventType } from '@bali/cell-therapy';
import { SAMPLE_CELL_DATA } from '@bali/cell-therapy/testing';
import { leafHash, leafOf, recordOf } from '@bali/ledger';
import { publishedSchema, schemaViolation } from '@bali/trial';
import { recordsOf } from '@bali/trial/testing';
import { Ajv2020 } from 'ajv/dist/2020.js';
import ajvFormats from 'ajv-formats';

/*
 * Every version of every event of the cell therapy unit, as it is inside its sealed record. A stored version never changes:
 * what fails here is not to be regenerated, it is a new schema version. `BALI_WRITE_GOLDEN=1` writes what is missing.
 */
const FOLDER = join(import.meta.dirname, '../libs/cell-therapy/golden');
const MAY_WRITE = process.env['BALI_WRITE_GOLDEN'] === '1';
const TYPES = Object.keys(CELL_THERAPY_EVENTS) as CellTherapyEventType[];

function stored(name: string, made: () => string): string {
  if (MAY_WRITE && !readdirSync(FOLDER).includes(name)) writeFileSync(join(FOLDER, name), made(), { flag: 'wx' });
  return readFileSync(join(FOLDER, name), 'utf8');
}

const versionOf = (type: CellTherapyEventType) => `${type}.v${CELL_THERAPY_EVENTS[type].schemaVersion}`;

function exampleLeaf(type: CellTherapyEventType): Buffer {
  const event = { type, data: SAMPLE_CELL_DATA[type] };
  const [record] = recordsOf([event], { stream: 'sealed', from: 3, recordedAt: '2026-12-01T10:00:00.000Z' });
  return Buffer.from(leafOf(record!));
}

describe('[P11-10c] [CTR-58] a stored version of an event of the cell therapy unit', () => {
  it.each(TYPES)('has the schema that it had, and is one to others too: %s', (type) => {
    const schema = publishedSchema(CELL_THERAPY_EVENTS[type]);
    const kept = stored(`${versionOf(type)}.schema.json`, () => `${JSON.stringify(schema, null, 2)}\n`);
    expect(JSON.parse(kept)).toEqual(schema);
    const ajv = new Ajv2020({ strict: true, allErrors: true });
    ajvFormats.default(ajv);
    expect(ajv.compile(schema)(SAMPLE_CELL_DATA[type])).toBe(true);
    expect(schemaViolation(CELL_THERAPY_EVENTS[type], SAMPLE_CELL_DATA[type])).toBeUndefined();
  });

  it.each(TYPES)('has the bytes and the leaf hash that it had: %s', (type) => {
    const kept = stored(`${versionOf(type)}.record.json`, () => exampleLeaf(type).toString('utf8'));
    const hash = stored(`${versionOf(type)}.leaf-hash.txt`, () => `${leafHash(exampleLeaf(type)).toString('hex')}\n`);
    expect(exampleLeaf(type).toString('utf8')).toBe(kept);
    expect(Buffer.from(leafOf(recordOf(Buffer.from(kept, 'utf8')))).toString('utf8')).toBe(kept);
    expect(leafHash(Buffer.from(kept, 'utf8')).toString('hex')).toBe(hash.trim());
  });

  it('is there for every event, and for no other', () => {
    const versions = readdirSync(FOLDER).filter((name) => name.endsWith('.schema.json'));
    expect(versions.toSorted()).toEqual(TYPES.map((type) => `${versionOf(type)}.schema.json`).toSorted());
  });
});
