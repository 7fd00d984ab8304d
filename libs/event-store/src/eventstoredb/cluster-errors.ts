import { NotThisLedger, StoreUnavailable } from '../errors.js';

/** The client's errors that say for certain that nothing was done; after any other, nobody knows. */
const DEFINITE = new Set([
  'wrong-expected-version',
  'stream-not-found',
  'stream-deleted',
  'access-denied',
  'maximum-append-size-exceeded',
  'invalid-argument',
]);

/** An answer that did not come in time. Whether it was done is unknown. */
export class TimeLimitExceeded extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.name = 'TimeLimitExceeded';
  }
}

/** The kind of an error of the client's, whose classes differ from version to version and have no message. */
export function kindOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('type' in error)) return undefined;
  return typeof error.type === 'string' ? error.type : undefined;
}

export function isDefinite(error: unknown): boolean {
  if (error instanceof NotThisLedger || error instanceof StoreUnavailable || error instanceof RangeError) return true;
  return DEFINITE.has(kindOf(error) ?? '');
}

/** The stream is not where it was expected: others have written to it. */
export function isConflict(error: unknown): boolean {
  return kindOf(error) === 'wrong-expected-version';
}

/** What an error of the client's is to a user of the port. Its own errors pass as they are. */
export function asStoreError(error: unknown): Error {
  if (error instanceof NotThisLedger || error instanceof StoreUnavailable || error instanceof RangeError) return error;
  switch (kindOf(error)) {
    case 'access-denied':
      return new StoreUnavailable('the event store does not allow it: see its users and access control lists', {
        cause: error,
      });
    case 'stream-deleted':
      return new NotThisLedger('a stream of the ledger was deleted in the event store', { cause: error });
    case 'maximum-append-size-exceeded':
      return new RangeError('the event store takes no append of this size', { cause: error });
    default:
      return new StoreUnavailable('the event store did not answer as it should', { cause: error });
  }
}
