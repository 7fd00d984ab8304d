import type { PasskeyAnswer, SigningCredentials } from '@bali/access';
import type { ReasonCode } from '@bali/trial';

/** What is given to sign: the meaning as it was shown, and credentials, which go no further than the check of them. */
export interface SignatureInBody extends SigningCredentials {
  readonly meaning: string;
  readonly passkey?: PasskeyAnswer;
}

/** The signature in a body, which was validated before. */
export function signatureIn(body: unknown): SignatureInBody | undefined {
  return (body as { readonly signature?: SignatureInBody } | undefined)?.signature;
}

/** The reason in a body, which was validated before: every body may give one. */
export function reasonIn(body: unknown): string | undefined {
  return (body as { readonly reason?: string } | undefined)?.reason;
}

/** The code beside the reason. A client that gives a reason and no code means none of the others. */
export function reasonCodeIn(body: unknown): string | undefined {
  const { reasonCode, reason } = (body ?? {}) as { readonly reasonCode?: string; readonly reason?: string };
  return reasonCode ?? (reason === undefined ? undefined : OTHER);
}

const OTHER: ReasonCode = 'other';

/** The annulled event in whose place something is entered again, where a body names one. */
export function replacedIn(body: unknown): string | undefined {
  return (body as { readonly replaces?: string } | undefined)?.replaces;
}

/** The edit checks that a body overrides. */
export function despiteIn(body: unknown): readonly string[] | undefined {
  return (body as { readonly despite?: readonly string[] } | undefined)?.despite;
}

/**
 * The body as it may go on: what tells one command from another must not depend on credentials, which no hash may hold,
 * and which are others when a command is repeated.
 */
export function withoutCredentials(body: unknown): unknown {
  const signature = signatureIn(body);
  if (signature === undefined) return body;
  return { ...(body as object), signature: { meaning: signature.meaning } };
}
