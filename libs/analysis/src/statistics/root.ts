const MAX_HALVINGS = 200;

/** Where a monotonous function is 0, by halving the interval until its ends are neighbours among the numbers. */
export function rootOf(of: (x: number) => number, from: number, to: number): number {
  const risesWith = of(to) > of(from) ? 1 : -1;
  let [low, high] = [from, to];
  for (let halving = 0; halving < MAX_HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (of(middle) * risesWith < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
