import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { accountRecord, SAMPLE_ACCESS_DATA } from '@bali/access/testing';
import { leafHash, leafOf, recordOf } from '@bali/ledger';
import { publishedSchema, schemaViolation } from '@bali/trial';
import { ACCESS_EVENTS, accessDefinitionOf, type AccessEventType } from './access-catalogue.js';
import type { AccountEvent } from './account-events.js';

/*
 * Every version of every event of the access ledger that was ever stored. A stored version never changes: what fails here
 * is not to be regenerated, it is a new schema version. `BALI_WRITE_GOLDEN=1` writes the files of a new version, and never
 * writes over a file that is there.
 */
const FOLDER = join(import.meta.dirname, '../../golden');
const MAY_WRITE = process.env['BALI_WRITE_GOLDEN'] === '1';
const TYPES = Object.keys(ACCESS_EVENTS) as AccessEventType[];

function stored(name: string, made: () => string): string {
  if (MAY_WRITE && !readdirSync(FOLDER).includes(name)) writeFileSync(join(FOLDER, name), made(), { flag: 'wx' });
  return readFileSync(join(FOLDER, name), 'utf8');
}

function exampleLeaf(type: AccessEventType): Buffer {
  return Buffer.from(leafOf(accountRecord([{ type, data: SAMPLE_ACCESS_DATA[type] } as AccountEvent], 3)));
}

describe('[P11-10c] [CTR-58] a stored version of an event of the access ledger', () => {
  it.each(TYPES)('has the schema that it had: %s', (type) => {
    const definition = ACCESS_EVENTS[type];
    const schema = publishedSchema(definition);
    const name = `${type}.v${definition.schemaVersion}.schema.json`;
    expect(JSON.parse(stored(name, () => `${JSON.stringify(schema, null, 2)}\n`))).toEqual(schema);
    expect(schemaViolation(definition, SAMPLE_ACCESS_DATA[type])).toBeUndefined();
  });

  it.each(TYPES)('has the bytes and the leaf hash that it had: %s', (type) => {
    const name = `${type}.v${ACCESS_EVENTS[type].schemaVersion}`;
    const leaf = Buffer.from(stored(`${name}.record.json`, () => exampleLeaf(type).toString('utf8')));
    const hash = stored(`${name}.leaf-hash.txt`, () => `${leafHash(exampleLeaf(type)).toString('hex')}\n`);
    expect(exampleLeaf(type)).toEqual(leaf);
    expect(Buffer.from(leafOf(recordOf(leaf)))).toEqual(leaf);
    expect(leafHash(leaf).toString('hex')).toBe(hash.trim());
  });

  it('is readable whichever it is', () => {
    const versions = readdirSync(FOLDER).filter((name) => name.endsWith('.schema.json'));
    for (const name of versions) {
      const [, type = '', version] = /^(\w+)\.v(\d+)\.schema\.json$/.exec(name) ?? [];
      expect(accessDefinitionOf(type, Number(version)).type).toBe(type);
    }
    expect(versions.length).toBeGreaterThanOrEqual(TYPES.length);
  });
});
