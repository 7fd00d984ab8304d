import type { PasskeyRequest } from '@bali/access';
import type { ProblemKind } from './problem-kinds.js';

/** The media type of RFC 9457. */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** A field that is not valid, and the rule that it breaks. */
export interface FieldError {
  /** Where in the body (or in the query) it is, as a JSON pointer (RFC 6901): `/ulcers/0/site`. */
  readonly field: string;
  /** The rule's name, kebab-case. */
  readonly rule: string;
  /** The rule as a sentence without its subject: "must be …". Never the value. */
  readonly message: string;
}

export interface ProblemDetails {
  /** What is wrong in this occurrence. A person reads it, so it must hold no secret and no patient's data. */
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** Where the rule of a refusal comes from, such as a clause of the protocol. */
  readonly source?: string;
  /** What has to be shown to the signer of this, and what they are asked for. */
  readonly signature?: {
    readonly meaning: string;
    readonly credentials: readonly string[];
    /** What their passkey can be asked for instead, if they have one. */
    readonly passkey?: PasskeyRequest;
  };
  /** Headers of the answer, such as `Retry-After`. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** The body of the answer. */
export interface ProblemBody extends Omit<ProblemDetails, 'headers'> {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** The request, as `urn:uuid:` and its id: it is in the header `X-Request-Id` and in the server's log too. */
  readonly instance: string;
}

/** A request that failed in a way that its client can understand. Thrown anywhere, answered as RFC 9457. */
export class Problem extends Error {
  readonly kind: ProblemKind;
  readonly details: ProblemDetails;

  constructor(kind: ProblemKind, details: ProblemDetails = {}) {
    super(details.detail ?? kind.title);
    this.name = 'Problem';
    this.kind = kind;
    this.details = details;
  }
}

/** The path at which a kind of problem is explained. */
export function problemType(code: string): string {
  return `/problems/${code}`;
}

export function problemBody({ kind, details }: Problem, requestId: string): ProblemBody {
  const { detail, errors, source, signature } = details;
  return {
    type: problemType(kind.code),
    title: kind.title,
    status: kind.status,
    ...(detail === undefined ? {} : { detail }),
    instance: `urn:uuid:${requestId}`,
    code: kind.code,
    ...(errors === undefined ? {} : { errors }),
    ...(source === undefined ? {} : { source }),
    ...(signature === undefined ? {} : { signature }),
  };
}
