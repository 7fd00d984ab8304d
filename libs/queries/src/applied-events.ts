import { NotYetApplied, type ProjectionRunner } from '@bali/projections';
import { QueryRefused } from './query-refused.js';

const PATIENCE_MS = 5_000;

/** What every query of the trial can be asked for. */
export interface AtLeast {
  /** The answer includes the event at this position at least: a client reads what it has written itself. */
  readonly atLeast?: number;
}

/**
 * Waits until the projections include the event at a position, for five seconds at most.
 * @throws QueryRefused `not-available` when they do not include it by then.
 */
export async function untilApplied(
  runner: Pick<ProjectionRunner, 'lastApplied' | 'waitFor'>,
  { atLeast }: AtLeast,
): Promise<void> {
  if (atLeast === undefined || runner.lastApplied >= atLeast) return;
  try {
    await runner.waitFor(atLeast, AbortSignal.timeout(PATIENCE_MS));
  } catch (error) {
    if (!(error instanceof NotYetApplied)) throw error;
    throw new QueryRefused('not-available', { detail: error.message, retryAfterSeconds: 1 });
  }
}
