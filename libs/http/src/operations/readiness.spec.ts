import { describe, expect, it } from '@jest/globals';
import { readinessOf } from './readiness.js';

describe('readinessOf', () => {
  it('is up when every part is, and names those that are not', async () => {
    expect(await readinessOf([])).toEqual({ status: 'up', checks: {} });
    const checks = [
      { name: 'store', isUp: () => true },
      { name: 'projections', isUp: () => Promise.resolve(false) },
      { name: 'signer', isUp: () => Promise.reject(new Error('secret')) },
    ];
    expect(await readinessOf(checks)).toEqual({
      status: 'down',
      checks: { store: 'up', projections: 'down', signer: 'down' },
    });
  });

  it('is up while an alarm is raised, which it names', async () => {
    const checks = [
      { name: 'store', isUp: () => true },
      { name: 'free-texts', isUp: () => false, isAlarm: true as const },
    ];
    expect(await readinessOf(checks)).toEqual({ status: 'up', checks: { store: 'up', 'free-texts': 'down' } });
  });
});
