import { onlyWith } from '@bali/event-store/testing';
import { EVERYTHING, exportInMemory, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { officialSchema } from './official-schemas.js';

const whole = officialSchema('dataset-json-1.1/dataset.schema.json');
const lines = officialSchema('dataset-json-1.1/dataset-ndjson-schema.json');

/** One of the official files is in UTF-16, and says so by its first two bytes. */
function textOf(path: string): string {
  const bytes = readFileSync(path);
  return new TextDecoder(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8').decode(bytes);
}

function compiled(schema: object) {
  const ajv = new Ajv2019({ strict: false, allErrors: true });
  formats.default(ajv);
  return ajv.compile(schema);
}

interface Published {
  readonly $defs: Readonly<Record<string, object>>;
}

/**
 * The official schema of the lines refers to definitions that it has elsewhere, or that only the other official schema has: they are
 * put where it looks for them, and nothing of it is changed.
 */
function schemaOfLines(lines: string, whole: string): object {
  const schema = JSON.parse(textOf(lines)) as Published & {
    readonly $defs: {
      readonly DatasetMetadata: { readonly properties: { readonly columns: { readonly items: object } } };
    };
  };
  const { $defs } = JSON.parse(textOf(whole)) as Published;
  return { ...schema, $defs: { ...$defs, ...schema.$defs.DatasetMetadata.properties.columns.items, ...schema.$defs } };
}

const HISTORIES = [
  ['a small trial', sampleStudy()],
  ['a patient with every kind of entry', EVERYTHING],
] as const;

describe('Dataset-JSON 1.1', () => {
  onlyWith(it, whole).each(HISTORIES)('keeps the official schema: %s', async (_, records) => {
    const validate = compiled(JSON.parse(textOf(whole.path)) as object);
    const files = await exportInMemory('dataset-json', records);
    const tables = [...files].filter(([path]) => path.endsWith('.json'));
    expect(tables.length).toBeGreaterThan(20);
    for (const [path, content] of tables) {
      const isValid = validate(JSON.parse(content.toString()));
      expect([path, isValid, validate.errors]).toEqual([path, true, null]);
    }
  });

  onlyWith(it, whole, lines).each(HISTORIES)('keeps the official schema of its lines: %s', async (_, records) => {
    const validate = compiled(schemaOfLines(lines.path, whole.path));
    const files = [...(await exportInMemory('dataset-ndjson', records))].filter(([path]) => path.endsWith('.ndjson'));
    expect(files.length).toBeGreaterThan(20);
    for (const [path, content] of files) {
      const [head = '', ...rows] = content.toString().trimEnd().split('\n');
      const about = JSON.parse(head) as { readonly records: number; readonly columns: readonly object[] };
      expect([path, validate(about), validate.errors]).toEqual([path, true, null]);
      const widths = new Set(rows.map((row) => (JSON.parse(row) as readonly unknown[]).length));
      expect([path, rows.length, [...widths]]).toEqual([path, about.records, [about.columns.length]]);
    }
  });
});
