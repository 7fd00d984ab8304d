import { describe, expect, it } from '@jest/globals';
import { scheduleOf } from './schedule.js';

describe('the schedule of a crash campaign', () => {
  it('is the same from the same seed, and another from another', () => {
    expect(scheduleOf(7, 40)).toEqual(scheduleOf(7, 40));
    expect(scheduleOf(7, 40)).not.toEqual(scheduleOf(8, 40));
  });

  it('has kills of each kind, those at work at later and later places', () => {
    const kills = scheduleOf(1, 200);
    expect([...new Set(kills.map(({ during }) => during))].toSorted()).toEqual([
      'back-up',
      'export',
      'rebuild',
      'start',
      'work',
    ]);
    const parts = kills.flatMap((kill) => ('part' in kill ? [kill.part] : []));
    expect(parts).toEqual(parts.toSorted((one, other) => one - other));
  });
});
