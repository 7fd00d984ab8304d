import { SealedDataUnreadable } from '@bali/blinding';
import { Problem, PROBLEMS, recordingProblem } from '@bali/http';
import { NotYetApplied } from '@bali/projections';
import { refusalProblem } from '@bali/shared-routes';
import { problemOfSignature } from '../signing/signing-problems.js';

/** The problem of a command that was not recorded, or of something that is not shown; nothing for any other error. */
export function commandProblem(error: unknown): Problem | undefined {
  if (error instanceof SealedDataUnreadable) return new Problem(PROBLEMS['sealed-data-unreadable']);
  if (error instanceof NotYetApplied)
    return new Problem(PROBLEMS['not-available'], { headers: { 'retry-after': '5' } });
  return refusalProblem(error) ?? problemOfSignature(error) ?? recordingProblem(error);
}
