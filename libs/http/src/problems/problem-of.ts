import { HttpException } from '@nestjs/common';
import { AnotherSite } from '@bali/access';
import { CommandIdReused, StaleRevision, TooContended } from '@bali/commands';
import { LedgerHeld, NotThisLedger, storageFailureOf, StoreOverloaded, StoreUnavailable } from '@bali/event-store';
import { NotCanonical } from '@bali/ledger';
import { ProjectionsNotServed } from '@bali/projections';
import { Problem } from './problem.js';
import { type ProblemKind, PROBLEMS } from './problem-kinds.js';

/** What the framework refuses by a status of its own, before any code of ours is asked. */
const KIND_OF_STATUS: ReadonlyMap<number, ProblemKind> = new Map([
  [400, PROBLEMS['malformed-request']],
  [401, PROBLEMS['not-authenticated']],
  [403, PROBLEMS['not-permitted']],
  [404, PROBLEMS['no-such-route']],
  [405, PROBLEMS['method-not-allowed']],
  [408, PROBLEMS['request-timeout']],
  [413, PROBLEMS['body-too-large']],
  [414, PROBLEMS['uri-too-long']],
  [415, PROBLEMS['unsupported-media-type']],
  [431, PROBLEMS['headers-too-large']],
  [503, PROBLEMS['not-available']],
]);

/** Says as which problem an error is answered; `undefined` if it does not know the error. */
export type ErrorTranslation = (error: unknown) => Problem | undefined;

const SOON = { 'retry-after': '1' };
const LATER = { 'retry-after': '5' };
/** A person has to do something first. */
const MUCH_LATER = { 'retry-after': '60' };

/**
 * The problem that an error is answered with. An error that nobody foresaw is answered with `internal-error` and nothing else.
 * The framework's own messages are not passed on either: they may quote the request.
 */
export function problemOf(error: unknown, translations: readonly ErrorTranslation[] = []): Problem {
  if (error instanceof Problem) return error;
  for (const translate of [...translations, recordingProblem, roomProblem]) {
    const problem = translate(error);
    if (problem !== undefined) return problem;
  }
  // Whatever was to be written or read on the disk: a file of accounts, of projections, of packages.
  if (storageFailureOf(error) !== undefined) return new Problem(PROBLEMS['store-unavailable'], { headers: LATER });
  const status = refusedByFramework(error);
  const kind = (status === undefined ? undefined : KIND_OF_STATUS.get(status)) ?? PROBLEMS['internal-error'];
  return new Problem(kind, kind.status === 503 ? { headers: LATER } : {});
}

/** The problem of a command that could not be recorded, whatever it is about; nothing for any other error. */
export function recordingProblem(error: unknown): Problem | undefined {
  if (error instanceof StaleRevision) return new Problem(PROBLEMS['stale-revision'], { detail: error.message });
  if (error instanceof CommandIdReused) return new Problem(PROBLEMS['idempotency-key-reused']);
  if (error instanceof TooContended) return new Problem(PROBLEMS.overloaded, { headers: SOON });
  return undefined;
}

/** It says nothing of the patient, not even whether there is one of that code. */
const ANOTHER_SITE =
  'This is not of a site of yours: it is recorded and read by its own site. Read the code again; if the patient has come to your site, ' +
  'the site that the patient comes from records the transfer.';

/** What the rooms below refuse for every API. */
function roomProblem(error: unknown): Problem | undefined {
  if (error instanceof AnotherSite)
    return new Problem(PROBLEMS['another-site'], { detail: error.wayOut ?? ANOTHER_SITE });
  if (error instanceof StoreOverloaded) return new Problem(PROBLEMS.overloaded, { headers: SOON });
  if (error instanceof LedgerHeld)
    return new Problem(PROBLEMS['ledger-held'], { detail: error.message, headers: LATER });
  if (error instanceof StoreUnavailable) return new Problem(PROBLEMS['store-unavailable'], { headers: LATER });
  if (error instanceof NotThisLedger) return new Problem(PROBLEMS['ledger-refused'], { headers: MUCH_LATER });
  if (error instanceof ProjectionsNotServed)
    return new Problem(PROBLEMS['not-available'], { detail: error.message, headers: LATER });
  if (error instanceof NotCanonical) {
    const errors = [{ field: error.pointer, rule: 'recordable', message: 'cannot be recorded' }];
    return new Problem(PROBLEMS['value-not-recordable'], { detail: error.message, errors });
  }
  return undefined;
}

/** The status by which Nest or Fastify itself refuses a request. An error that merely has a status is not trusted. */
function refusedByFramework(error: unknown): number | undefined {
  if (error instanceof HttpException) return error.getStatus();
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, statusCode } = error as { code?: unknown; statusCode?: unknown };
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : undefined;
}
