import fc from 'fast-check';

/**
 * For several properties of the same random histories: they are played once, when the first of them is looked at. Where a property
 * does not hold, the same histories are played again, and fast-check looks for the smallest that shows it.
 */
export function holdsOfEach<History>(played: fc.Arbitrary<History>, numRuns: number) {
  let histories: readonly History[] | undefined;
  return (check: (history: History) => void): void => {
    histories ??= fc.sample(played, numRuns);
    try {
      for (const history of histories) check(history);
    } catch (error) {
      fc.assert(fc.property(played, check), { numRuns });
      throw error;
    }
  };
}
