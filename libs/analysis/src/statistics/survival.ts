/** One patient, observed from time zero: for how many days, and what ended the observation. */
export interface Observation {
  /** In days, 0 or more. */
  readonly time: number;
  /** 0: censored. Any other number is a kind of event. */
  readonly status: number;
  readonly group: string;
  /** The stratum of the randomization list. */
  readonly stratum: string;
}

/** What happened on one day of observation. */
export interface Day {
  readonly time: number;
  /** How many were under observation at the beginning of the day. On a day, events come before censorings. */
  readonly atRisk: number;
  readonly events: number;
  readonly censored: number;
}

/** The days on which an observation ended, in order. */
export function daysOf(observations: readonly Pick<Observation, 'time' | 'status'>[]): readonly Day[] {
  const times = [...new Set(observations.map(({ time }) => time))].toSorted((one, other) => one - other);
  return times.map((time) => {
    const ended = observations.filter((one) => one.time === time);
    const events = ended.filter(({ status }) => status !== 0).length;
    const atRisk = observations.filter((one) => one.time >= time).length;
    return { time, atRisk, events, censored: ended.length - events };
  });
}
