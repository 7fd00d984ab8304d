import type { components as OfInspectionApi } from './generated/inspection-api.js';
import type { components as OfSiteApi } from './generated/site-api.js';

type Described = OfSiteApi['schemas']['Problem'];

/** The code of a problem that this client itself makes of an answer that is none: a proxy's page, for example. */
const NO_PROBLEM = 'no-problem-details';

/** Every code that the two APIs have, as of this version of the client. A code never changes its meaning. */
export type ProblemCode = Described['code'] | OfInspectionApi['schemas']['Problem']['code'] | typeof NO_PROBLEM;

/** What the server says of a request that it refused or could not do (RFC 9457). */
export type ProblemDetails = Omit<Described, 'code'> & { readonly code: ProblemCode };

/** A field that is not valid, and the rule that it breaks. */
export type FieldError = NonNullable<Described['errors']>[number];

/** What a person who signs has to be shown, and is asked for. */
export type SignatureAskedFor = NonNullable<Described['signature']>;

/** The server answered that it did not do what was asked. Decide by `code`; show `message` and `errors` to people. */
export class ProblemError extends Error {
  readonly details: ProblemDetails;
  /** After how many seconds the server asks to be asked again; `undefined`: it does not say. */
  readonly retryAfterSeconds: number | undefined;

  constructor(details: ProblemDetails, retryAfterSeconds?: number) {
    super(details.detail ?? details.title);
    this.name = 'ProblemError';
    this.details = details;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): ProblemCode {
    return this.details.code;
  }

  get status(): number {
    return this.details.status;
  }

  /** Each field that is not valid. */
  get errors(): readonly FieldError[] {
    return this.details.errors ?? [];
  }

  /** What has to be signed, where the code is `signature-missing`. */
  get signature(): SignatureAskedFor | undefined {
    return this.details.signature;
  }
}

/** Whether something that was thrown is a problem, of one of these codes if there are any. */
export function isProblem(error: unknown, ...codes: readonly ProblemCode[]): error is ProblemError {
  return error instanceof ProblemError && (codes.length === 0 || codes.includes(error.code));
}

/** The problem that an answer is. Its body is read. */
export async function problemIn(response: Response): Promise<ProblemError> {
  const details = detailsIn(await response.text()) ?? {
    ...{ type: 'about:blank', code: NO_PROBLEM, status: response.status, instance: '' },
    title: `The server answered ${response.status} ${response.statusText}`.trimEnd(),
  };
  return new ProblemError(details, retryAfterSeconds(response.headers.get('retry-after')));
}

function detailsIn(text: string): ProblemDetails | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    const isOne = typeof parsed === 'object' && parsed !== null && 'code' in parsed && 'title' in parsed;
    return isOne ? (parsed as ProblemDetails) : undefined;
  } catch {
    return undefined;
  }
}

/** RFC 9110, 10.2.3: a number of seconds, or a moment. */
function retryAfterSeconds(header: string | null): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header);
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, (until - Date.now()) / 1_000);
}
