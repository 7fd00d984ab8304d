import { onlyWith } from '@bali/event-store/testing';
import { EVERYTHING, exportInMemory, sampleStudy } from '@bali/exports/testing';
import { describe, expect, it } from '@jest/globals';
import { officialSchema } from './official-schemas.js';
import { faultsOf, XMLLINT } from './xml-schema.js';

const schema = officialSchema('odm-1.3.2/ODM1-3-2.xsd');
const HISTORIES = [
  ['a small trial', sampleStudy()],
  ['a patient with every kind of entry', EVERYTHING],
] as const;

describe('ODM 1.3.2', () => {
  onlyWith(it, XMLLINT, schema).each(HISTORIES)('keeps the official XML Schema: %s', async (_, records) => {
    const files = await exportInMemory('odm', records);
    expect(faultsOf(files.get('odm.xml') ?? Buffer.of(), schema.path)).toBe('');
  });
});

describe('a document that breaks the schema of ODM', () => {
  onlyWith(it, XMLLINT, schema).each([
    ['an audit record in another order', /(<UserRef [^>]*>)(<LocationRef [^>]*>)/, '$2$1'],
    ['a transaction of no kind', /TransactionType="Insert"/, 'TransactionType="Deleted"'],
  ])('is found: %s', async (_, place, instead) => {
    const xml = (await exportInMemory('odm', sampleStudy())).get('odm.xml')?.toString() ?? '';
    expect(faultsOf(Buffer.from(xml.replace(place, instead)), schema.path)).not.toBe('');
  });
});

describe('Define-XML 2.1', () => {
  process.stderr.write(
    'NOT TRIED: Define-XML is held to no official schema, since there is none to be had; it is well-formed.\n',
  );
  onlyWith(it, XMLLINT).each(HISTORIES)('is well-formed: %s', async (_, records) => {
    for (const format of ['dataset-json', 'xpt'] as const) {
      const files = await exportInMemory(format, records);
      expect(faultsOf(files.get('define.xml') ?? Buffer.of())).toBe('');
    }
  });
});
