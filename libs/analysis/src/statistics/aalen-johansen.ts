import type { WithInterval } from './estimate.js';
import { logLogInterval } from './kaplan-meier.js';
import type { Observation } from './survival.js';

/** The cumulative incidence of one kind of event from one day on, until the next step. */
export interface IncidenceStep extends WithInterval {
  readonly time: number;
  readonly estimate: number;
}

type Observed = Pick<Observation, 'time' | 'status'>;

/** What one more patient of each kind would change: the influence of every patient on both probabilities. */
interface Influence {
  eventFree: number;
  incidence: number;
}

/**
 * The Aalen–Johansen estimate of the probability of one kind of event while others compete with it, with the standard error of
 * the infinitesimal jackknife and log-log intervals (Therneau and Grambsch; the R package `survival` does the same).
 * @param kind the status of the event; every other status but 0 competes with it.
 */
export function aalenJohansen(observations: readonly Observed[], kind: number): readonly IncidenceStep[] {
  const influences = new Map(observations.map((one): [Observed, Influence] => [one, { eventFree: 0, incidence: 0 }]));
  const times = [...new Set(observations.map(({ time }) => time))].toSorted((one, other) => one - other);
  let eventFree = 1;
  let incidence = 0;
  return times.map((time) => {
    const atRisk = observations.filter((one) => one.time >= time);
    const ended = atRisk.filter((one) => one.time === time && one.status !== 0);
    const hazard = ended.length / atRisk.length;
    const ownHazard = ended.filter(({ status }) => status === kind).length / atRisk.length;
    for (const [one, influence] of influences) {
      const weight = one.time >= time ? eventFree / atRisk.length : 0;
      const had = one.time === time && one.status !== 0;
      influence.incidence +=
        influence.eventFree * ownHazard + weight * (Number(had && one.status === kind) - ownHazard);
      influence.eventFree -= influence.eventFree * hazard + weight * (Number(had) - hazard);
    }
    incidence += eventFree * ownHazard;
    eventFree *= 1 - hazard;
    const variance = [...influences.values()].reduce((sum, one) => sum + one.incidence ** 2, 0);
    return { time, estimate: incidence, ...logLogInterval(incidence, Math.sqrt(variance)) };
  });
}
