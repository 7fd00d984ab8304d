/** The name of the security scheme in the OpenAPI document. */
export const BEARER = 'bearer';

// RFC 6750: the scheme is read in any case, the token has the characters of token68.
const CREDENTIALS = /^bearer +([A-Za-z0-9\-._~+/]+=*)$/i;

/** The token in an `Authorization` header. */
export function bearerTokenIn(header: string | undefined): string | undefined {
  return header === undefined || header.length > 8192 ? undefined : CREDENTIALS.exec(header)?.[1];
}
