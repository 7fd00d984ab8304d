import { describe, expect, it } from '@jest/globals';
import { keepTrying, pauseAfterMs } from './keep-trying.js';

describe('work that is kept up', () => {
  it('is begun again after each failure, with pauses that grow, and are short again once it has come further', async () => {
    const stop = new AbortController();
    const [pauses, failures]: [number[], unknown[]] = [[], []];
    let attempts = 0;
    await keepTrying({
      signal: stop.signal,
      pause: (pauseMs) => Promise.resolve(void pauses.push(pauseMs)),
      failed: (error) => void failures.push(error),
      attempt: (worked) => {
        attempts += 1;
        if (attempts === 9) worked();
        if (attempts < 10) return Promise.reject(new Error(`attempt ${attempts}`));
        stop.abort();
        return Promise.resolve();
      },
    });
    expect(failures.map((error) => (error as Error).message)).toEqual(
      Array.from({ length: 9 }, (_, number) => `attempt ${number + 1}`),
    );
    expect(pauses.map((pauseMs, index) => pauseMs >= pauseAfterMs(index < 8 ? index + 1 : 1, 0))).toEqual(
      pauses.map(() => true),
    );
    expect(pauses[7]).toBeGreaterThan(pauses[0]!);
    expect(pauses[8]).toBeLessThanOrEqual(100);
    expect(pauseAfterMs(1_000, 1)).toBe(10_000);
  });

  it('ends at once when it is stopped, during a pause as well, and says nothing of what that broke off', async () => {
    const stop = new AbortController();
    const failed: unknown[] = [];
    const kept = keepTrying({
      signal: stop.signal,
      failed: (error) => {
        failed.push(error);
        stop.abort();
      },
      attempt: () => Promise.reject(new Error('no')),
    });
    await kept;
    const brokenOff = new AbortController();
    await keepTrying({
      signal: brokenOff.signal,
      failed: (error) => void failed.push(error),
      attempt: () => {
        brokenOff.abort();
        return Promise.reject(new Error('stopped'));
      },
    });
    expect(failed).toHaveLength(1);
  });
});
