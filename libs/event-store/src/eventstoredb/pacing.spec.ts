import { describe, expect, it } from '@jest/globals';
import { StoreUnavailable } from '../errors.js';
import { backOffMs, type Pacing, Patience } from './pacing.js';

/** A clock that goes on only while somebody pauses. */
function pacingAt(random: number): Pacing & { readonly pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  const pause = (milliseconds: number) => {
    now += milliseconds;
    pauses.push(milliseconds);
    return Promise.resolve();
  };
  return { now: () => now, random: () => random, pause, pauses };
}

const OPEN = new AbortController().signal;
const conflict = Object.assign(new Error(), { type: 'wrong-expected-version' });

describe('patience', () => {
  it('waits longer each time, up to two seconds, and differs from instance to instance', () => {
    expect([0, 1, 2, 3, 20].map((retry) => backOffMs(retry, 1))).toEqual([25, 50, 100, 200, 2_000]);
    expect(backOffMs(3, 0)).toBe(100);
  });

  it('tries again until it is over, and tells the last failure as the cause', async () => {
    const pacing = pacingAt(1);
    const failure = new Error('14 UNAVAILABLE');
    const refused = new Patience(pacing, 300, OPEN).retry(() => Promise.reject(failure));
    await expect(refused).rejects.toThrow(StoreUnavailable);
    await expect(refused).rejects.toMatchObject({ cause: failure });
    expect(pacing.pauses).toEqual([25, 50, 100, 200]);
  });

  it('does not try again what was refused for certain, or when the store is closed', async () => {
    const pacing = pacingAt(0);
    await expect(new Patience(pacing, 300, OPEN).retry(() => Promise.reject(conflict))).rejects.toBe(conflict);
    const closed = new Patience(pacing, 300, AbortSignal.abort());
    await expect(closed.retry(() => Promise.reject(new Error()))).rejects.toThrow(StoreUnavailable);
    expect(pacing.pauses).toEqual([]);
  });

  it('says to the attempt how often it was made before', async () => {
    const tries: number[] = [];
    const attempt = (retry: number) => {
      tries.push(retry);
      return retry < 2 ? Promise.reject(new Error()) : Promise.resolve('done');
    };
    expect(await new Patience(pacingAt(0), 300, OPEN).retry(attempt)).toBe('done');
    expect(tries).toEqual([0, 1, 2]);
  });
});
