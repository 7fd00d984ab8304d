/** What went wrong, as the server says it (RFC 9457); or that it could not be reached. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly instance?: string;
  readonly source?: string;
  readonly signature?: AskedSignature;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

/** What has to be signed, as the server asks for it. */
export interface AskedSignature {
  /** The sentence that the signer has to be shown, and that is sent to the letter. */
  readonly meaning: string;
  /** What a passkey of the signer has to sign, where the signer has one. */
  readonly passkey?: PublicKeyCredentialRequestOptionsJSON;
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
