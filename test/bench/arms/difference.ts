/** Random numbers from 0 to 1, the same each time for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** What was measured of two patients, one of either arm, one right after the other. */
export interface Pair {
  readonly A: number;
  readonly B: number;
}

/** What somebody could tell from a measurement. */
export interface Difference {
  readonly pairs: number;
  readonly medianA: number;
  readonly medianB: number;
  /** Of A less B within pairs, and the 95 % bootstrap interval of it. */
  readonly medianOfDifferences: number;
  readonly interval: readonly [number, number];
  /** How often a patient of arm A measures more than one of arm B, equals counting half, with the 95 % bootstrap interval. */
  readonly auc: number;
  readonly aucInterval: readonly [number, number];
}

const RESAMPLES = 1_000;

export function differenceOf(pairs: readonly Pair[], random: () => number): Difference {
  const resampled = Array.from({ length: RESAMPLES }, () =>
    Array.from(pairs, () => pairs[Math.floor(random() * pairs.length)] ?? { A: 0, B: 0 }),
  );
  const median = (of: readonly Pair[]) =>
    quantile(
      of.map(({ A, B }) => A - B),
      0.5,
    );
  return {
    pairs: pairs.length,
    medianA: quantile(
      pairs.map(({ A }) => A),
      0.5,
    ),
    medianB: quantile(
      pairs.map(({ B }) => B),
      0.5,
    ),
    medianOfDifferences: median(pairs),
    interval: interval(resampled.map(median)),
    auc: aucOf(pairs),
    aucInterval: interval(resampled.map(aucOf)),
  };
}

function interval(values: readonly number[]): readonly [number, number] {
  return [quantile(values, 0.025), quantile(values, 0.975)];
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

/** Of ranks, so that many pairs are quick: the Mann–Whitney statistic, as a part of all comparisons. */
function aucOf(pairs: readonly Pair[]): number {
  const sorted = pairs.map(({ B }) => B).toSorted((one, other) => one - other);
  const won = pairs.map(({ A }) => (below(sorted, (value) => value < A) + below(sorted, (value) => value <= A)) / 2);
  return won.reduce((total, one) => total + one, 0) / pairs.length ** 2;
}

/** How many of the sorted values, from the first on, are so. */
function below(sorted: readonly number[], isSo: (value: number) => boolean): number {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = Math.floor((from + to) / 2);
    if (isSo(sorted[middle] ?? 0)) from = middle + 1;
    else to = middle;
  }
  return from;
}
