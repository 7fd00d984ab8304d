import { describe, expect, it } from '@jest/globals';
import { signatureStandings, verifySignature } from '@bali/access';
import { leafOf, type LedgerRecord, recordOf } from '@bali/ledger';
import { EVENT_CATALOGUE, SIGNATURES } from '@bali/trial';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = readFileSync(join('docs', 'signatures.md'), 'utf8');
const LEAF = /```text\n(.*)\n```/.exec(PAGE)?.[1] ?? '';

describe('the page about signatures', () => {
  it('[P11-70] has an example that verifies, and that others verify with tools of their own', () => {
    const record: LedgerRecord = recordOf(Buffer.from(LEAF));
    expect(Buffer.from(leafOf(record)).toString()).toBe(LEAF);
    expect(verifySignature(record)).toEqual({ valid: true });
    expect(signatureStandings([record])).toMatchObject([{ standing: 'valid', type: 'Randomized' }]);
    const { contentHash } = record.metadata.signature!;
    const cut = LEAF.replace(`"contentHash":"${contentHash}",`, '');
    expect(createHash('sha256').update(cut).digest('hex')).toBe(contentHash);
    expect(PAGE).toContain(`# prints ${contentHash}`);
  });

  it('names every event that is signed, and no event that there is not', () => {
    const named = [...PAGE.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name]) => name!);
    for (const { events } of Object.values(SIGNATURES)) expect(named).toEqual(expect.arrayContaining([...events]));
    expect(named.filter((name) => !(name in EVENT_CATALOGUE))).toEqual([]);
  });
});
