import type { Person, Role } from '@bali/access';
import type { LedgerRecord } from '@bali/ledger';
import { describe, expect, it } from '@jest/globals';
import { ledgerTexts, type LedgerTextsSource } from './ledger-texts.js';

const OF_KNOWER = 'aa'.repeat(32);
const OF_OTHER = 'bb'.repeat(32);
const GONE = 'cc'.repeat(32);
const TEXTS: Readonly<Record<string, string>> = { [OF_KNOWER]: 'he has the cells', [OF_OTHER]: 'she has left' };

const recordWith = (reason: string) =>
  ({ id: reason, type: 'AccountDeactivated', data: {}, metadata: { reason } }) as unknown as LedgerRecord;
const RECORDS = [OF_KNOWER, OF_OTHER, GONE].map(recordWith);

const SOURCE: LedgerTextsSource = {
  store: {
    ledger: 'access',
    readTexts: (hashes) => {
      const found = hashes.filter((hash) => hash in TEXTS);
      const authentic = new Map(found.map((hash) => [hash, { hash, salt: '', text: TEXTS[hash] ?? '' }]));
      return Promise.resolve({ authentic, altered: new Set<string>() });
    },
  },
  known: {
    caughtUp: () => Promise.resolve({ authorKnew: ({ id }: LedgerRecord) => id === OF_KNOWER }),
  } as unknown as LedgerTextsSource['known'],
};

async function readBy(role: Role): Promise<readonly string[]> {
  const person = { userId: 'p', name: 'P', role, organisation: 'O', sites: [] } as Person;
  const show = await ledgerTexts(person, RECORDS, SOURCE);
  return [OF_KNOWER, OF_OTHER, GONE].map(show);
}

const NOT_HERE = '[not here: this text was redacted, or is missing]';

describe('the reasons in the audit log of the access ledger', () => {
  it.each(['inspector', 'administrator'] as const)(
    '[EMA-621-blind] are read by the %s, but for what somebody wrote who knew an arm',
    async (role) => {
      expect(await readBy(role)).toEqual(['[text aaaaaaaaaaaa]', '“she has left”', NOT_HERE]);
    },
  );

  it('are all read by whoever may know arms, and by nobody who reads no texts', async () => {
    expect(await readBy('inspector-with-sealed-access')).toEqual(['“he has the cells”', '“she has left”', NOT_HERE]);
    expect(await readBy('emergency-physician')).toEqual([
      '[text aaaaaaaaaaaa]',
      '[text bbbbbbbbbbbb]',
      '[text cccccccccccc]',
    ]);
  });
});
