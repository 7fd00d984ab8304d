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
  constructor(timeLimitMs: number) {
    super(`no answer within ${timeLimitMs} ms`);
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

/** The longest reason that is passed on. */
const REASON_CHARACTERS = 300;

/**
 * What the client says was wrong, in a line for an operator, after a colon; nothing if it says nothing. There is no user and no
 * password in it: the client is told them with each call, and never in an address.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const line = message
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*Resolution note:\s*$/, '')
    .trim();
  return line === '' ? '' : `: ${line.slice(0, REASON_CHARACTERS)}`;
}

/** Nobody of this name, or another password: told apart from a right that a known user lacks. */
function isUnknownUser(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === UNAUTHENTICATED;
}

/** gRPC's own number for it. */
const UNAUTHENTICATED = 16;

/** What an error of the client's is to a user of the port. Its own errors pass as they are. */
export function asStoreError(error: unknown): Error {
  if (error instanceof NotThisLedger || error instanceof StoreUnavailable || error instanceof RangeError) return error;
  switch (kindOf(error)) {
    case 'access-denied':
      if (isUnknownUser(error))
        return new StoreUnavailable('the event store does not know this user with this password', { cause: error });
      return new StoreUnavailable('the event store does not allow it: see its users and access control lists', {
        cause: error,
      });
    case 'stream-deleted':
      return new NotThisLedger('a stream of the ledger was deleted in the event store', { cause: error });
    case 'maximum-append-size-exceeded':
      return new RangeError('the event store takes no append of this size', { cause: error });
    default:
      return new StoreUnavailable(`the event store did not answer as it should${reasonOf(error)}`, { cause: error });
  }
}
