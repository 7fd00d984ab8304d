/** The largest power of two that is smaller than a number of leaves (RFC 6962, 2.1: where a tree is split). */
export function splitOf(leaves: number): number {
  let split = 1;
  while (split * 2 < leaves) split *= 2;
  return split;
}

/** @throws RangeError unless it is a whole number from 0 that a double holds exactly. */
export function checkWhole(number: number, name: string): void {
  if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`${name} is a whole number from 0`);
}
