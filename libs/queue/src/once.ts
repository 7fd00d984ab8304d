/**
 * Does a piece of work once, however often and by however many at a time it is asked for; all of them get the same result. Work that
 * failed is done again when it is asked for the next time.
 */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let doing: Promise<T> | undefined;
  return () => {
    doing ??= work().catch((error: unknown) => {
      doing = undefined;
      throw error;
    });
    return doing;
  };
}
