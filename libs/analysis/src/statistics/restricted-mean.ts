import { type Estimate, notEstimable } from './estimate.js';
import { kaplanMeier } from './kaplan-meier.js';
import type { Observation } from './survival.js';

/** The mean time without an event, within a horizon, in days. */
export interface RestrictedMean {
  readonly mean: Estimate;
  readonly standardError: Estimate;
}

/**
 * The area under the Kaplan–Meier curve up to a horizon, with Greenwood's variance.
 * Not estimable where the last observation is shorter than the horizon and the curve has not reached 0.
 * @param horizon in days
 */
export function restrictedMean(
  observations: readonly Pick<Observation, 'time' | 'status'>[],
  horizon: number,
): RestrictedMean {
  const steps = kaplanMeier(observations);
  const last = steps.at(-1);
  if (last === undefined) return without('no-patients');
  if (last.time < horizon && last.estimate > 0) return without('follow-up-too-short');
  const within = steps.filter(({ time }) => time < horizon);
  const areas = within.map(({ time, estimate }, index) => estimate * ((within[index + 1]?.time ?? horizon) - time));
  const after = areas.map((_, index) => areas.slice(index).reduce((sum, area) => sum + area, 0));
  const variance = within.reduce((sum, { atRisk, events }, index) => {
    const spread = atRisk > events ? events / (atRisk * (atRisk - events)) : 0;
    return sum + (after[index] ?? 0) ** 2 * spread;
  }, 0);
  const beforeTheFirst = within[0]?.time ?? horizon;
  return { mean: beforeTheFirst + (after[0] ?? 0), standardError: Math.sqrt(variance) };
}

function without(cause: 'no-patients' | 'follow-up-too-short'): RestrictedMean {
  return { mean: notEstimable(cause), standardError: notEstimable(cause) };
}
