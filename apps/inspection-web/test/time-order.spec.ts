import { describe, expect, it } from '@jest/globals';
import { datedBeforeEarlier } from '../src/pages/audit-log/time-order.js';

const at = (position: number, time: string) => ({ position, recordedAt: `2026-11-24T${time}:00.000Z` });

describe('[P11-10e] the audit log of a ledger whose clock went back', () => {
  const entries = [at(776, '16:01'), at(777, '13:02'), at(778, '13:30'), at(779, '16:01'), at(780, '16:02')];

  it('marks each entry that is dated before one that came earlier, in either order of the list', () => {
    expect([...datedBeforeEarlier(entries)]).toEqual([777, 778]);
    expect([...datedBeforeEarlier(entries.toReversed())]).toEqual([777, 778]);
  });

  it('marks none where time is in order, also where several were recorded at one moment', () => {
    expect(datedBeforeEarlier([at(1, '10:00'), at(5, '10:00'), at(9, '10:01')]).size).toBe(0);
    expect(datedBeforeEarlier([]).size).toBe(0);
  });
});
