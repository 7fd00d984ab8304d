/** What went wrong, as the server says it (RFC 9457); or that it could not be reached. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly source?: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

export class Problem extends Error {
  readonly body: ProblemBody;

  constructor(body: ProblemBody) {
    super(body.detail ?? body.title);
    this.name = 'Problem';
    this.body = body;
  }

  get code(): string {
    return this.body.code;
  }
}

export const NO_NETWORK = 'no-network';

export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  const title = error instanceof Error ? error.message : String(error);
  return new Problem({ code: error instanceof TypeError ? NO_NETWORK : 'page-failed', status: 0, title });
}
