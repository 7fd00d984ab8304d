import { generatedFile } from '@bali/generated';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type LedgerRecord, saltedText } from '@bali/ledger';
import { EVENT_CATALOGUE, type EventType } from '@bali/trial';
import { FREE_TEXT, schemaViolation } from '@bali/schema';
import { oneOfEach } from '@bali/projections/testing';
import { auditEntry, sentence, type ShownStanding } from './audit-entry.js';
import { showTexts, textHashesOf, withholdTexts } from './texts.js';

const text = saltedText('read wrongly from the letter', new Uint8Array(32));
const records = oneOfEach(text.hash);
const telling = { show: showTexts(new Map([[text.hash, text]])), timeZoneOf: () => 'Europe/Paris' };
const GOLDEN = join(import.meta.dirname, 'audit-entry.golden.txt');

const ofType = (type: EventType): LedgerRecord => records.find((record) => record.type === type)!;

describe('an audit entry', () => {
  it('[P11-10e] is a sentence of its own for every type of event', () => {
    expect(new Set(records.map(({ type }) => type))).toEqual(new Set(Object.keys(EVENT_CATALOGUE)));
    for (const { type, data } of records) {
      const definition = EVENT_CATALOGUE[type as EventType];
      expect(schemaViolation(definition, data)).toBeUndefined();
      expect(sentence(ofType(type as EventType), telling)).not.toContain(`recorded that ${definition.about}.`);
    }
  });

  it('[P11-10b] reads as the golden file has it', () => {
    const told = `${records.map((record) => sentence(record, telling)).join('\n')}\n`;
    expect(told).toBe(generatedFile(GOLDEN, told));
  });

  it('[EMA-621-field] says who, when at the server and at the site, what, why, old and new value', () => {
    const record = ofType('DataCorrected');
    expect(auditEntry(27, record, telling)).toMatchObject({
      position: 27,
      patient: 'REI-001',
      site: 'REI',
      actor: { name: 'Anne Roux', role: 'investigator', organisation: 'CHU de Reims' },
      recordedAt: record.metadata.recordedAt,
      recordedAtSite: `${record.metadata.recordedAt.slice(0, 11)}10:05:00+02:00`,
      reason: '“read wrongly from the letter”',
      correction: { field: '/yearOfBirth', oldValue: 1940, newValue: 1941 },
      late: false,
    });
  });

  it('[EMA-45] marks a late entry', () => {
    const record = ofType('Died');
    const recordedAt = '2011-01-10T09:00:00.000Z';
    const late = { ...record, metadata: { ...record.metadata, recordedAt } };
    expect(auditEntry(0, late, telling).late).toBe(true);
    expect(sentence(late, telling)).toMatch(/This is a late entry: recorded \d+ days after it happened\./);
  });

  it('[P11-50] shows the name, the time and the meaning of a signature', () => {
    const record = ofType('Randomized');
    const signature = {
      name: 'Anne Roux',
      meaning: 'I authorise the randomization',
      signedAt: '2009-05-04T08:00:00.000Z',
      contentHash: '',
      method: 'password',
    };
    expect(sentence({ ...record, metadata: { ...record.metadata, signature } }, telling)).toMatch(
      /Signed by Anne Roux on 2009-05-04 at 08:00:00 UTC, meaning “I authorise the randomization”\.$/,
    );
  });

  it('[P11-70] says of a signature that it was superseded, when and by which event, or that it is not valid', () => {
    const record = ofType('Randomized');
    const signature = { name: 'Anne Roux', meaning: 'I do', signedAt: '2009-05-04T08:00:00.000Z' };
    const metadata = { ...record.metadata, signature: { ...signature, contentHash: '', method: 'password' } };
    const later = { event: record.id, revision: 9, recordedAt: '2009-06-01T10:00:00.000Z' };
    const told = (standing: ShownStanding) =>
      auditEntry(3, { ...record, metadata }, { ...telling, standingOf: () => standing });
    expect(told({ standing: 'superseded', supersededBy: later }).sentence).toMatch(
      /This signature was superseded on 2009-06-01 at 10:00:00 UTC by event [0-9a-f-]{36}\.$/,
    );
    expect(told({ standing: 'invalid' }).sentence).toMatch(/This signature is not valid\.$/);
    expect(told({ standing: 'valid' })).toMatchObject({ signatureStanding: { standing: 'valid' } });
    expect(told({ standing: 'valid' }).sentence).toMatch(/meaning “I do”\.$/);
  });

  it('[R3-422b] says that a text was redacted, and withholds it from those who may not read it', () => {
    const record = ofType('Harvested');
    expect(textHashesOf(record)).toEqual([text.hash]);
    expect(sentence(record, telling)).toContain('complications: “read wrongly from the letter”');
    expect(sentence(record, { ...telling, show: showTexts(new Map()) })).toContain('complications: [redacted]');
    expect(sentence(record, { ...telling, show: withholdTexts })).toContain(
      `complications: [text ${text.hash.slice(0, 12)}]`,
    );
  });

  it('knows the texts on both sides of a correction', () => {
    const record = ofType('DataCorrected');
    const other = saltedText('an allergy', new Uint8Array(32).fill(1));
    const data = {
      ...(record.data as { correctedEvent: string }),
      correctedType: 'Harvested',
      field: '/complications',
      oldValue: text.hash,
      newValue: other.hash,
    };
    const corrected = { ...record, data };
    expect(textHashesOf(corrected)).toEqual([text.hash, text.hash, other.hash]);
    expect(sentence(corrected, { ...telling, show: showTexts(new Map([[other.hash, other]])) })).toContain(
      `“complications of the harvest” of the entry “bone marrow was harvested” (/complications of ${data.correctedEvent}) from [redacted] to “an allergy”`,
    );
  });

  it('finds every free text that the catalogue has', () => {
    for (const record of records) {
      const schema = EVENT_CATALOGUE[record.type as EventType].data as {
        properties: Record<string, { contentMediaType?: string }>;
      };
      const texts = Object.entries(schema.properties).filter(([, field]) => field.contentMediaType === FREE_TEXT);
      const reason = record.metadata.reason === undefined ? 0 : 1;
      expect([record.type, textHashesOf(record).length]).toEqual([record.type, texts.length + reason]);
    }
  });
});
