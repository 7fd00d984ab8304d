import { describe, expect, it } from '@jest/globals';
import { isInLastRecordWindow, nextWorkingDay, REGISTERED_UNIT_LIMITS, unitLimitsInForce } from './unit-limits.js';

describe('the window of the last record of the day', () => {
  const inWindow = (now: string, since = '2026-03-10') =>
    isInLastRecordWindow(now, { timeZone: 'Europe/Paris', since }, REGISTERED_UNIT_LIMITS);

  it.each([
    ['on the day itself', '2026-03-10T09:30:00.000Z', false],
    ['as it opens', '2026-03-11T09:00:00.000Z', true],
    ['before it opens', '2026-03-11T08:59:59.999Z', false],
    ['as it closes', '2026-03-11T11:00:00.000Z', false],
    ['just before it closes', '2026-03-11T10:59:59.999Z', true],
    ['in summer time', '2026-07-01T08:00:00.000Z', true],
    ['on a Saturday', '2026-03-14T09:30:00.000Z', false],
    ['on a later working day', '2026-03-16T09:30:00.000Z', true],
  ])('%s', (_, now, expected) => {
    expect(inWindow(now)).toBe(expected);
  });

  it('is due on the next working day', () => {
    expect(['2026-03-10', '2026-03-13', '2026-03-14'].map(nextWorkingDay)).toEqual([
      '2026-03-11',
      '2026-03-16',
      '2026-03-16',
    ]);
  });
});

describe('the limits of the unit', () => {
  it('are those that the last version of the protocol that changed them brought', () => {
    const changed = { ...REGISTERED_UNIT_LIMITS, minViabilityPercent: '80' };
    expect(unitLimitsInForce(['1.0'])).toBe(REGISTERED_UNIT_LIMITS);
    expect(unitLimitsInForce(['1.0', '2.0'], { '2.0': changed })).toBe(changed);
    expect(unitLimitsInForce(['1.0', '2.0', '2.1'], { '2.0': changed })).toBe(changed);
  });
});
