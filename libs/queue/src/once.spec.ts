import { describe, expect, it } from '@jest/globals';
import { once } from './once.js';

describe('once', () => {
  it('does the work once for all who ask, also at the same time', async () => {
    let done = 0;
    const ask = once(() => Promise.resolve((done += 1)));
    expect(await Promise.all([ask(), ask()])).toEqual([1, 1]);
    expect(await ask()).toBe(1);
  });

  it('does again what failed, and tells everyone who waited that it failed', async () => {
    let done = 0;
    const ask = once(() => ((done += 1) === 1 ? Promise.reject(new Error('away')) : Promise.resolve(done)));
    const first = await Promise.allSettled([ask(), ask()]);
    expect(first.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await ask()).toBe(2);
  });
});
