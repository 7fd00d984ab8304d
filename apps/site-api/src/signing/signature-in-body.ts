import type { SignatureDto } from './signature.dto.js';

/** The signature in a body; validation has looked at it before. */
export function signatureIn(body: unknown): SignatureDto | undefined {
  return (body as { readonly signature?: SignatureDto } | undefined)?.signature;
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
