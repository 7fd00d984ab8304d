import { describe, expect, it } from '@jest/globals';
import type { EventStore } from '@bali/event-store';
import { openTemporaryStore } from '@bali/event-store/testing';
import { createHash } from 'node:crypto';
import { DisclosureLog, type ShownTo } from './disclosure-log.js';

const SHOWN_TO: ShownTo = {
  actor: { userId: 'inspector', name: 'Ines', role: 'inspector-with-sealed-access', organisation: 'Agency' },
  requestId: '6f0a2f0e-7f0f-4b7e-9a53-4f1f3c2d1b0a',
  source: { client: 'test', ip: '127.0.0.1' },
};
const ANOTHER = { ...SHOWN_TO, actor: { ...SHOWN_TO.actor, userId: 'other' } };

describe('a reading that has pages', () => {
  it('[EMA-621-access] [EMA-621-blind] is recorded once in an hour for each person and kind, however many pages are read', async () => {
    await using ledger = openTemporaryStore('access');
    const clock = { now: new Date('2026-03-02T10:00:00.000Z') };
    const disclosures = new DisclosureLog({
      accessLedger: ledger.store,
      trialId: 'NCT00904501',
      software: { version: '0.1.0', commit: '0000000' },
      now: () => clock.now,
      randomBytes: (length, purpose) => createHash('shake256', { outputLength: length }).update(purpose).digest(),
    });
    await Promise.all([1, 2, 3].map(() => disclosures.recordReading('audit-log', SHOWN_TO)));
    await disclosures.recordReading('audit-log', SHOWN_TO);
    expect(await disclosures.all()).toHaveLength(1);
    await disclosures.recordReading('ledger-entries', SHOWN_TO);
    await disclosures.recordReading('audit-log', ANOTHER);
    clock.now = new Date('2026-03-02T10:59:59.999Z');
    await disclosures.recordReading('audit-log', SHOWN_TO);
    expect(await disclosures.all()).toHaveLength(3);
    clock.now = new Date('2026-03-02T11:00:00.000Z');
    await disclosures.recordReading('audit-log', SHOWN_TO);
    expect((await disclosures.all()).map(({ data }) => data)).toEqual([
      { what: 'audit-log' },
      { what: 'ledger-entries' },
      { what: 'audit-log' },
      { what: 'audit-log' },
    ]);
  });

  it('[EMA-621-access] is shown once the mark of its event is on the disk, and not before', async () => {
    await using ledger = openTemporaryStore('access');
    const synced: number[] = [];
    let isFull = true;
    const accessLedger = new Proxy(ledger.store, {
      get: (store, name) => {
        const member = Reflect.get(store, name) as unknown;
        if (name !== 'syncMark') return typeof member === 'function' ? (member.bind(store) as unknown) : member;
        return async () => {
          if (isFull) throw new Error('no space left on the disk of the keys');
          await store.syncMark();
          synced.push(await store.lastPosition());
        };
      },
    });
    const disclosures = new DisclosureLog({
      ...{ accessLedger, trialId: 'NCT00904501', software: { version: '0.1.0', commit: '0000000' } },
      now: () => new Date('2026-03-02T10:00:00.000Z'),
      randomBytes: (length, purpose) => createHash('shake256', { outputLength: length }).update(purpose).digest(),
    });
    const shown = { type: 'SealedDataRead', data: { what: 'allocation', patient: 'REI-001' } } as const;
    await expect(disclosures.record(shown, SHOWN_TO)).rejects.toThrow('no space left');
    isFull = false;
    await disclosures.record(shown, SHOWN_TO);
    expect(synced).toEqual([1]);
  });

  it('[EMA-621-access] of which nothing could be recorded is not shown, and tried again', async () => {
    const gone = { readStream: () => Promise.reject(new Error('gone')) };
    const disclosures = new DisclosureLog({
      accessLedger: gone as unknown as EventStore,
      trialId: 'NCT00904501',
      software: { version: '0.1.0', commit: '0000000' },
      now: () => new Date('2026-03-02T10:00:00.000Z'),
      randomBytes: (length) => new Uint8Array(length),
    });
    await expect(disclosures.recordReading('audit-log', SHOWN_TO)).rejects.toThrow('gone');
    gone.readStream = () => Promise.reject(new Error('still gone'));
    await expect(disclosures.recordReading('audit-log', SHOWN_TO)).rejects.toThrow('still gone');
  });
});
