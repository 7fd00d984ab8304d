import { EVERYTHING, exportInMemory, sampleStudy } from '@bali/exports/testing';
import type { LedgerRecord } from '@bali/ledger';
import { openedTrial, play } from '@bali/projections/testing';
import { describe, expect, it } from '@jest/globals';

async function odmOf(records: readonly LedgerRecord[]): Promise<string> {
  return (await exportInMemory('odm', records)).get('odm.xml')?.toString() ?? '';
}

/** The transaction of the event at a position. */
const transaction = (xml: string, position: number): string =>
  xml.split('\n').find((line) => line.includes(`<SourceID>trial/${position}</SourceID>`)) ?? '';

describe('the export as ODM', () => {
  it('[P11-10e] has a transaction for each event of the ledger, with its author, place, moment and reason', async () => {
    const xml = await odmOf(EVERYTHING);
    for (const [position, { id, metadata }] of EVERYTHING.entries()) {
      const found = transaction(xml, position);
      expect([id, found === '']).toEqual([id, false]);
      expect(found).toContain(
        `<AuditRecord><UserRef UserOID="USR.${metadata.actor.userId}"/><LocationRef LocationOID="LOC.`,
      );
      expect(found).toContain(`<DateTimeStamp>${metadata.recordedAt}</DateTimeStamp>`);
      const why = metadata.reasonCode ?? 'A free text, which is not exported';
      expect(found.includes(`<ReasonForChange>${why}</ReasonForChange>`)).toBe(metadata.reason !== undefined);
    }
  });

  it.each(['odm', 'dataset-json', 'xpt'] as const)('refers to nothing that is not defined: %s', async (format) => {
    const files = await exportInMemory(format, EVERYTHING);
    const xml = files.get(format === 'odm' ? 'odm.xml' : 'define.xml')?.toString() ?? '';
    const defined = [...xml.matchAll(/ (?:OID|ID)="([^"]*)"/g)].map(([, oid]) => oid);
    const referred = [...xml.matchAll(/ (?:def:)?\w*(?:[a-z])(?:OID|LocationID)="([^"]*)"/g)]
      .filter(([text]) => !text.includes('FileOID'))
      .map(([, oid]) => oid);
    expect(referred.filter((oid) => !defined.includes(oid))).toEqual([]);
    expect(new Set(defined).size).toBe(defined.length);
    expect(referred.length).toBeGreaterThan(100);
  });

  it('[EMA-621-field] shows a correction as a transaction of its own, on the item and its form', async () => {
    const xml = await odmOf(sampleStudy());
    const position = sampleStudy().findIndex(({ type }) => type === 'DataCorrected');
    const consent = sampleStudy().find(({ type }) => type === 'ConsentGiven');
    expect(transaction(xml, position)).toContain(
      `<FormData FormOID="F.ConsentGiven" FormRepeatKey="${consent?.id ?? ''}" TransactionType="Context">`,
    );
    expect(transaction(xml, position)).toContain(
      '<ItemData ItemOID="I.ConsentGiven.yearOfBirth" TransactionType="Update" Value="1941"><AuditRecord>',
    );
  });

  it('shows of a corrected measurement each part that changed: what is there no more is removed', async () => {
    const history = openedTrial();
    play(history, [
      {
        patient: 'REI-001',
        consentedOn: '2009-05-10',
        verdict: 'eligible',
        steps: 4,
        visits: 1,
        adverseEvents: 0,
        corrected: false,
      },
    ]);
    const visit = history.records.find(({ type }) => type === 'FollowUpAssessed');
    const change = {
      field: '/tcPO2',
      oldValue: { value: 28 },
      newValue: { notDone: 'patient-unable' },
      computed: false,
    };
    history.patient('REI-001', 'DataCorrected', {
      correctedEvent: visit?.id,
      correctedType: 'FollowUpAssessed',
      ...change,
    });
    const found = transaction(await odmOf(history.records), history.records.length - 1);
    expect(found).toContain('ItemOID="I.FollowUpAssessed.tcPO2.value" TransactionType="Remove" Value="28"');
    expect(found).toContain(
      'ItemOID="I.FollowUpAssessed.tcPO2.notDone" TransactionType="Insert" Value="patient-unable"',
    );
    expect(found.match(/<ItemData /g)).toHaveLength(2);
  });

  it('removes what was annulled, after it was inserted', async () => {
    const xml = await odmOf(EVERYTHING);
    const { annulledEvent } = EVERYTHING.find(({ type }) => type === 'EntryAnnulled')?.data as {
      readonly annulledEvent: string;
    };
    const [inserted, removed] = ['Insert', 'Remove'].map((kind) =>
      xml.indexOf(`FormRepeatKey="${annulledEvent}" TransactionType="${kind}"`),
    );
    expect(inserted).toBeGreaterThan(0);
    expect(removed).toBeGreaterThan(inserted ?? 0);
  });

  it('[P11-50] shows each signature with its meaning, and at most one for each element', async () => {
    const [first, ...others] = sampleStudy();
    const signature = {
      name: 'Anne',
      meaning: 'I lock the database.',
      signedAt: '2009-05-01T10:00:00.000Z',
      contentHash: 'a'.repeat(64),
      method: 'password',
    };
    const signed = { ...first!, metadata: { ...first!.metadata, signature } } as LedgerRecord;
    const xml = await odmOf([signed, ...others]);
    expect(xml).toContain('<Meaning>I lock the database.</Meaning>');
    expect(transaction(xml, 0).match(/<Signature>/g)).toHaveLength(1);
    expect(transaction(xml, 0)).toContain('<SignatureRef SignatureOID="SD.1"/>');
  });

  it('puts a query at the form of the entry that it is about, with its answers', async () => {
    const history = openedTrial();
    play(history, [
      {
        patient: 'REI-001',
        consentedOn: '2009-05-10',
        verdict: 'eligible',
        steps: 2,
        visits: 0,
        adverseEvents: 0,
        corrected: false,
      },
    ]);
    const harvest = history.records.find(({ type }) => type === 'Harvested');
    const about = { number: 1, entry: harvest?.id, field: '/volumeMl', raisedBy: 'm', raisedByRole: 'monitor' };
    history.patient('REI-001', 'QueryRaised', about);
    history.patient('REI-001', 'QueryClosed', { number: 1 });
    const xml = await odmOf(history.records);
    const last = history.records.length - 1;
    for (const [position, what] of [
      [last - 1, 'RAISED'],
      [last, 'CLOSED'],
    ] as const) {
      expect(transaction(xml, position)).toContain(
        `<FormData FormOID="F.Harvested" FormRepeatKey="${harvest?.id ?? ''}"`,
      );
      expect(transaction(xml, position)).toContain(
        `>${what}</FlagValue><FlagType CodeListOID="CL.ANNOTATION.KIND">QUERY</FlagType>`,
      );
    }
  });
});
