import { describe, expect, it } from '@jest/globals';
import { passkeyChallengeOf, signatureStandings, verifySignature } from '@bali/access';
import { leafOf, type LedgerRecord, recordOf } from '@bali/ledger';
import { EVENT_CATALOGUE, SIGNATURES } from '@bali/trial';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const PAGE = readFileSync(join('docs', 'signatures.md'), 'utf8');
const [LEAF = '', LEAF_BY_PASSKEY = ''] = [...PAGE.matchAll(/```text\n(.*)\n```/g)].map(([, leaf]) => leaf);

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

  it('[P11-70] has an example by a passkey, too, and says what the passkey did not sign', () => {
    const record = recordOf(Buffer.from(LEAF_BY_PASSKEY));
    expect(Buffer.from(leafOf(record)).toString()).toBe(LEAF_BY_PASSKEY);
    expect(record.metadata.signature).toMatchObject({ method: 'passkey', assertion: { algorithm: 'ES256' } });
    expect(verifySignature(record)).toEqual({ valid: true });
    const challenge = (type: string, data: object) => passkeyChallengeOf({ ...record, type, data });
    const rows = [...PAGE.matchAll(/^\| `([A-Z]\w+)` +\| (`\w+`(?:, `\w+`)*) +\|$/gm)];
    expect(rows).toHaveLength(4);
    for (const [, type = '', fields = ''] of rows) {
      for (const [, field = ''] of fields.matchAll(/`(\w+)`/g)) {
        expect(challenge(type, { [field]: 1 })).toBe(challenge(type, {}));
      }
      expect(challenge(type, { term: 'x' })).not.toBe(challenge(type, {}));
    }
  });

  it('names every event that is signed, and no event that there is not', () => {
    const named = [...PAGE.matchAll(/`([A-Z][A-Za-z]+)`/g)].map(([, name]) => name!);
    for (const { events } of Object.values(SIGNATURES)) expect(named).toEqual(expect.arrayContaining([...events]));
    expect(named.filter((name) => !(name in EVENT_CATALOGUE))).toEqual([]);
  });
});
