/** How long something took, and how often it was done in that time. */
export interface Measured {
  readonly count: number;
  readonly seconds: number;
  readonly perSecond: number;
}

export async function measured(count: number, task: () => void | Promise<void>): Promise<Measured> {
  const begun = performance.now();
  await task();
  const seconds = (performance.now() - begun) / 1_000;
  return { count, seconds, perSecond: count / seconds };
}

/** One row of the table that the benchmark prints: ours against a baseline of the same run. */
export interface Comparison {
  readonly what: string;
  readonly against: string;
  readonly ours: Measured;
  readonly baseline: Measured;
  /** Ours as a multiple of the baseline. */
  readonly ratio: number;
  /** What the design asks for. */
  readonly atLeast: number;
}

export function compared(
  row: Pick<Comparison, 'what' | 'against' | 'atLeast'>,
  ours: Measured,
  baseline: Measured,
): Comparison {
  return { ...row, ours, baseline, ratio: ours.perSecond / baseline.perSecond };
}

/** The one in the middle, by time: of an even number, the slower of the two. @throws RangeError when there is none. */
export function median(rounds: readonly Measured[]): Measured {
  const middle = rounds.toSorted((one, other) => one.seconds - other.seconds)[Math.floor(rounds.length / 2)];
  if (middle === undefined) throw new RangeError('nothing was measured');
  return middle;
}
