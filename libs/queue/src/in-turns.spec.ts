import { describe, expect, it } from '@jest/globals';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { inTurns } from './in-turns.js';

/** Work of a number of steps, each of which takes as long as a turn of the event loop may. */
function* busySteps(count: number): Generator<undefined, string> {
  for (let done = 0; done < count; done += 1) {
    for (const until = performance.now() + 10; performance.now() < until;);
    yield undefined;
  }
  return `${count} steps`;
}

describe('work in turns', () => {
  it('lets others have their turn while it goes on, and gives its result', async () => {
    let turnsOfOthers = 0;
    let isOver = false;
    const others = async (): Promise<void> => {
      for (; !isOver; turnsOfOthers += 1) await nextTurn();
    };
    const other = others();
    expect(await inTurns(busySteps(5))).toBe('5 steps');
    isOver = true;
    await other;
    expect(turnsOfOthers).toBeGreaterThanOrEqual(5);
  });

  it('throws what a step throws', async () => {
    await expect(
      inTurns({
        next: () => {
          throw new Error('a step failed');
        },
      }),
    ).rejects.toThrow('a step failed');
  });
});
