import { type FreeText, type Ledger, leafOf, type LedgerRecord } from '@bali/ledger';
import { sampleText } from '@bali/event-store/testing';
import { SAMPLE_REDACTION, recordsOf } from '@bali/trial/testing';
import { describe, expect, it } from '@jest/globals';
import { checkTexts } from './check-texts.js';

const TEXT = sampleText('read wrongly');
const COPY = sampleText('the same, sealed');
const FIELD = '/data/request/reason/kept';

/** A ledger whose events come in pages, with what is kept beside it. @param more comes when the first pages were read. */
function ledgerOf(
  ledger: Ledger,
  records: readonly LedgerRecord[],
  { texts = [], more = [] }: { readonly texts?: readonly FreeText[]; readonly more?: readonly LedgerRecord[] } = {},
) {
  const all = [...records, ...more].map((record, position) => {
    const { stream, revision, id, type } = record;
    return { position, stream, revision, id, type, leaf: leafOf(record) };
  });
  let end = records.length;
  return {
    ledger,
    read: async function* (from = 0) {
      const page = all.slice(from, end);
      end = all.length;
      if (page.length > 0) yield await Promise.resolve(page);
    },
    readTexts: (hashes: readonly string[]) => {
      const kept = texts.filter(({ hash }) => hashes.includes(hash));
      return Promise.resolve({ authentic: new Map(kept.map((text) => [text.hash, text])), altered: new Set<string>() });
    },
  };
}

const withReason = (record: LedgerRecord): LedgerRecord => {
  return { ...record, metadata: { ...record.metadata, reason: TEXT.hash } };
};
const [REGISTERED] = recordsOf([{ type: 'SiteClosed', data: { site: 'REI', closedOn: '2011-03-02' } }], {
  stream: 'trial',
});
const REDACTION = { type: 'TextRedacted', data: { ...SAMPLE_REDACTION.TextRedacted, hash: TEXT.hash } };

describe('looking for the free texts of a ledger', () => {
  it('finds one that is gone, unless an event says that it was redacted, also one that came meanwhile', async () => {
    const named = withReason(REGISTERED!);
    const redaction = recordsOf([REDACTION], { stream: 'trial', from: 1 });
    const { faulty } = await checkTexts(ledgerOf('trial', [named]));
    expect(faulty).toEqual([{ hash: TEXT.hash, fault: 'missing', event: named.id, field: '/metadata/reason' }]);
    for (const ledger of [
      ledgerOf('trial', [named], { texts: [TEXT] }),
      ledgerOf('trial', [named, ...redaction]),
      ledgerOf('trial', [named], { more: redaction }),
    ])
      expect((await checkTexts(ledger)).faulty).toEqual([]);
  });

  it('asks for the copy that the sealed ledger keeps of a reason only where it knows what the trial ledger redacted', async () => {
    const reason = { hash: TEXT.hash, kept: COPY.hash };
    const request = { commandId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a', reason };
    const taken = { type: 'SlotTaken', data: { patient: 'REI-001', stratum: 'ALL', slot: 0, request } };
    const records = recordsOf([taken], { stream: 'sealed' });
    const faultsWith = async (redacted?: readonly string[]) => {
      const options = redacted === undefined ? {} : { redactedInTrial: new Set(redacted) };
      return (await checkTexts(ledgerOf('sealed', records), options)).faulty.map(({ fault, field }) => [fault, field]);
    };
    expect(await faultsWith()).toEqual([]);
    expect(await faultsWith([TEXT.hash])).toEqual([]);
    expect(await faultsWith([])).toEqual([['missing', FIELD]]);
  });

  it('says that it is not complete where an event cannot be read, and looks for the texts of all others', async () => {
    const unknown = { ...REGISTERED!, type: 'NeverHeardOf' };
    const { faulty, isComplete } = await checkTexts(ledgerOf('trial', [unknown, withReason(REGISTERED!)]));
    expect([faulty.length, isComplete]).toEqual([1, false]);
    expect((await checkTexts(ledgerOf('trial', [REGISTERED!]))).isComplete).toBe(true);
  });
});
