import { LedgerHeld, NotThisLedger, StoreUnavailable } from '../errors.js';

/** The client's errors that prove that nothing was done. After any other error, it may have been done. */
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
  if (isOfThePort(error)) return true;
  return DEFINITE.has(kindOf(error) ?? '');
}

/** The stream is not where it was expected: others have written to it. */
export function isConflict(error: unknown): boolean {
  return kindOf(error) === 'wrong-expected-version';
}

/** The longest reason that is passed on. */
const REASON_CHARACTERS = 300;

/**
 * The client's message as a line for an operator, after a colon; empty if there is none. It holds no user and no password: the
 * client gets them with each call, and never in an address.
 */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  const line = message
    .replaceAll(/\s+/g, ' ')
    .replace(/\s*Resolution note:\s*$/, '')
    .trim();
  return line === '' ? '' : `: ${line.slice(0, REASON_CHARACTERS)}`;
}

/** Whether the user or the password is wrong. A known user who lacks a right gets the same type of error. */
function isUnknownUser(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === UNAUTHENTICATED;
}

/** gRPC's status code for a caller that is not known. */
const UNAUTHENTICATED = 16;

function isOfThePort(error: unknown): error is Error {
  return [NotThisLedger, StoreUnavailable, LedgerHeld, RangeError].some((kind) => error instanceof kind);
}

/** The port's error for an error of the client. Errors of the port pass as they are. */
export function asStoreError(error: unknown): Error {
  if (isOfThePort(error)) return error;
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
