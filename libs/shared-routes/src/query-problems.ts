import { type ErrorTranslation, Problem, type ProblemKind, PROBLEMS } from '@bali/http';
import { QueryRefused } from '@bali/queries';

/**
 * Answers a query that was refused as the problem of the same code.
 * @param own the problems of the API itself, beside those that all APIs share.
 */
export function queryProblems(own: Readonly<Record<string, ProblemKind>> = {}): ErrorTranslation {
  const kinds: Readonly<Record<string, ProblemKind>> = { ...PROBLEMS, ...own };
  return (error) => {
    if (!(error instanceof QueryRefused)) return undefined;
    const kind = kinds[error.code];
    if (kind === undefined) throw new Error(`the refusal ${error.code} is in no table of problems`);
    const { detail, retryAfterSeconds } = error.details;
    return new Problem(kind, {
      ...(detail === undefined ? {} : { detail }),
      ...(retryAfterSeconds === undefined ? {} : { headers: { 'retry-after': String(retryAfterSeconds) } }),
    });
  };
}
