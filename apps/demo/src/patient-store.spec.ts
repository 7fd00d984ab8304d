import { EMBEDDED_STORE, type LedgerPlace } from '@bali/event-store';
import { describe, expect, it } from '@jest/globals';
import { patientStore } from './patient-store.js';

describe('the store of a demo', () => {
  it('is waited for through an election, and is otherwise the one that was named', async () => {
    const asked: LedgerPlace[] = [];
    const store = {
      ...EMBEDDED_STORE,
      open: (place: LedgerPlace) => {
        asked.push(place);
        return Promise.reject(new Error('is away'));
      },
    };
    const about = { trialId: 'NCT00904501', ledger: 'trial', file: 'trial.db', copies: 'replicas' } as const;
    const place = { ...about, heads: 'not-verified' } as const;
    await expect(patientStore(store).open(place)).rejects.toThrow('is away');
    expect(asked).toEqual([{ ...place, patienceMs: 60_000 }]);
    expect(patientStore(store).driver).toBe(store.driver);
  });
});
