import { NotYetApplied, type ProjectionRunner } from '@bali/projections';
import { QueryRefused } from './query-refused.js';

const PATIENCE_MS = 5_000;
/** Number of requests that wait at once. Projections are milliseconds behind the ledger, or they are broken and all would wait. */
const MOST_WAITING = 256;
const SOON = { retryAfterSeconds: 1 };

/** What every query of the trial can be asked for. */
export interface AtLeast {
  /** The answer includes the event at this position at least: a client reads what it has written itself. */
  readonly atLeast?: number;
}

type Runner = Pick<ProjectionRunner, 'lastApplied' | 'lastRecorded' | 'waitFor'>;

const waiting = new WeakMap<Runner, number>();

/**
 * Waits until the projections include the event at a position, for five seconds at most. An event that is not recorded yet is
 * not waited for: no command has answered with its position.
 * @throws QueryRefused `beyond-the-end` when there is no such event; `not-available` when they do not include it in time.
 */
export async function untilApplied(runner: Runner, { atLeast }: AtLeast): Promise<void> {
  if (atLeast === undefined || runner.lastApplied >= atLeast) return;
  await requireRecorded(runner, atLeast);
  const others = waiting.get(runner) ?? 0;
  if (others >= MOST_WAITING) throw new QueryRefused('not-available', { detail: 'too many requests wait', ...SOON });
  waiting.set(runner, others + 1);
  try {
    await runner.waitFor(atLeast, AbortSignal.timeout(PATIENCE_MS));
  } catch (error) {
    if (!(error instanceof NotYetApplied)) throw error;
    throw new QueryRefused('not-available', { detail: error.message, ...SOON });
  } finally {
    waiting.set(runner, (waiting.get(runner) ?? 1) - 1);
  }
}

async function requireRecorded(runner: Runner, atLeast: number): Promise<void> {
  const last = await runner.lastRecorded();
  if (atLeast <= last) return;
  const detail = `\`atLeast\` names event ${atLeast}, but the ledger ends with event ${last}: give the position that a command answered`;
  throw new QueryRefused('beyond-the-end', { detail });
}
