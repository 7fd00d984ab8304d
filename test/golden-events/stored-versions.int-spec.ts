import { openSealedRecord, SEALED_EVENT, sealRecord } from '@bali/blinding';
import { sampleKeys, sampleSealable, seededChance } from '@bali/blinding/testing';
import { sealedDefinitionOf } from '@bali/inspection';
import { leafHash, leafOf, recordOf, toHex } from '@bali/ledger';
import { definitionOf } from '@bali/trial';
import { publishedSchema, raisedIn, schemaViolation, UnknownEvent } from '@bali/schema';
import { describe, expect, it } from '@jest/globals';
import { CATALOGUES, currentOf, exampleLeaf, TYPES, versionOf } from './catalogues.js';
import { GoldenFiles } from './golden-files.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const bytesOf = (kept: string): Uint8Array => Buffer.from(kept, 'utf8');
const hashOf = (kept: string): string => `${toHex(leafHash(bytesOf(kept)))}\n`;

/** Every version of every event that was ever stored, as it was stored: its schema, and a record with its leaf hash. */
describe('[P11-10c] [CTR-58] a stored version of an event', () => {
  it.each(TYPES)('has the schema that it had: %s %s', (room, type, catalogue) => {
    const schema = publishedSchema(currentOf(catalogue, type));
    const made = `${JSON.stringify(schema, null, 2)}\n`;
    expect(made).toBe(new GoldenFiles(room).stored(`${versionOf(catalogue, type)}.schema.json`, () => made));
    expect(schemaViolation(currentOf(catalogue, type), currentOf(catalogue, type).sample)).toBeUndefined();
  });

  it.each(TYPES)('has the bytes and the leaf hash that it had: %s %s', (room, type, catalogue) => {
    const files = new GoldenFiles(room);
    const example = exampleLeaf(catalogue, type);
    const kept = files.stored(`${versionOf(catalogue, type)}.record.json`, () => example);
    expect(example).toBe(kept);
    expect(text(leafOf(recordOf(bytesOf(kept))))).toBe(kept);
    expect(files.stored(`${versionOf(catalogue, type)}.leaf-hash.txt`, () => hashOf(example))).toBe(hashOf(kept));
  });

  it.each(CATALOGUES)('is readable whichever it is, and there is none without files: $room', (catalogue) => {
    const files = new GoldenFiles(catalogue.room);
    const versions = files.names().filter((name) => name.endsWith('.schema.json'));
    for (const name of versions) {
      const [, type = '', version] = /^(\w+)\.v(\d+)\.schema\.json$/.exec(name) ?? [];
      const definition = catalogue.definitionOf(type, Number(version));
      expect(publishedSchema(definition)).toEqual(JSON.parse(files.read(name)));
    }
    const current = Object.keys(catalogue.events).map((type) => `${versionOf(catalogue, type)}.schema.json`);
    expect(versions).toEqual(expect.arrayContaining(current));
  });

  it.each(CATALOGUES)('is raised to what the event is today, if it is an earlier one: $room', (catalogue) => {
    const files = new GoldenFiles(catalogue.room);
    for (const name of files.names().filter((it) => it.endsWith('.record.json'))) {
      const stored = recordOf(bytesOf(files.read(name)));
      if (!Object.hasOwn(catalogue.events, stored.type)) continue;
      const current = currentOf(catalogue, stored.type);
      const earlier = current.earlier.find(({ schemaVersion }) => schemaVersion === stored.schemaVersion);
      if (earlier === undefined) continue;
      // Only what demands something that is not known of old records is read as it was stored, in the access ledger alone.
      const isDemanding = catalogue.room === 'libs/access' && schemaViolation(current, stored.data) !== undefined;
      expect([name, earlier.raise === undefined]).toEqual([name, isDemanding]);
      const { schemaVersion, data } = raisedIn(catalogue.events, stored);
      const read = isDemanding ? earlier : current;
      expect([name, schemaVersion, schemaViolation(read, data)]).toEqual([name, read.schemaVersion, undefined]);
      expect(data).toMatchObject(stored.data as object);
    }
  });

  it('is refused when it is unknown', () => {
    expect(() => definitionOf('Harvested', 99)).toThrow(UnknownEvent);
    expect(() => definitionOf('constructor')).toThrow(UnknownEvent);
    expect(() => sealedDefinitionOf('SlotTaken', 99)).toThrow(UnknownEvent);
  });
});

describe('[P11-10c] [CTR-58] a sealed record', () => {
  const keys = sampleKeys('golden');
  const files = new GoldenFiles('libs/blinding');
  const slot = sampleSealable('SlotTaken', { patient: 'REI-001', stratum: 'ALL', slot: 7 }, 7);
  const name = `${SEALED_EVENT.type}.v${SEALED_EVENT.schemaVersion}`;

  it('opens for ever, with the key that it was sealed with', async () => {
    const kept = files.stored(`${name}.sealed.json`, () => text(leafOf(sealRecord(slot, keys, seededChance))));
    expect(await openSealedRecord(recordOf(bytesOf(kept)), keys)).toEqual(slot);
    expect(schemaViolation(SEALED_EVENT, recordOf(bytesOf(kept)).data)).toBeUndefined();
  });

  it('is sealed to the bytes that it was', () => {
    const kept = files.stored(`${name}.sealed.json`, () => '');
    expect(text(leafOf(sealRecord(slot, keys, seededChance)))).toBe(kept);
    expect(files.stored(`${name}.sealed-leaf-hash.txt`, () => hashOf(kept))).toBe(hashOf(kept));
  });
});
