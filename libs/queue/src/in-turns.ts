import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';

/** How long work goes on before others have their turn: health, and whoever else asks. */
const TURN_MS = 8;

/**
 * Does work that takes long in turns of some milliseconds. Between two of its steps, others have their turn.
 * @param steps does a small step each time that it is asked for one, and returns the result with the last.
 */
export async function inTurns<Result>(steps: Iterator<unknown, Result>): Promise<Result> {
  for (;;) {
    const until = performance.now() + TURN_MS;
    do {
      const step = steps.next();
      if (step.done === true) return step.value;
    } while (performance.now() < until);
    await nextTurn();
  }
}
