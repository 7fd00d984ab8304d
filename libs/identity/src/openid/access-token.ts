import { TokenRefused } from '@bali/access';
import { errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';

/** Signatures by a key pair alone. Not `none`; and no HMAC, whose key could be mistaken for a public one. */
const ALGORITHMS: readonly string[] = [
  ...['EdDSA', 'Ed25519', 'ES256', 'ES384', 'ES512'],
  ...['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512'],
];

/** RFC 9068: so an ID token, which proves something else, is never taken for an access token. */
const TYPE = 'at+jwt';

const MAX_TOKEN_LENGTH = 8_000;
/** However long a provider lets its tokens live. */
const MAX_AGE_SECONDS = 12 * 60 * 60;
/** How far the provider's clock may be from ours. An expiry is exact. */
const CLOCK_TOLERANCE_SECONDS = 30;

// RFC 9068, 2.2; `auth_time` and `acr` are of the authentication that the token goes back to (2.2.1).
const Claims = Type.Object({
  sub: Type.String({ minLength: 1, maxLength: 255 }),
  client_id: Type.String({ minLength: 1, maxLength: 255 }),
  jti: Type.String({ minLength: 1, maxLength: 255 }),
  iat: Type.Integer({ minimum: 0 }),
  exp: Type.Integer({ minimum: 0 }),
  auth_time: Type.Optional(Type.Integer({ minimum: 0 })),
  acr: Type.Optional(Type.String({ maxLength: 255 })),
});
const claimsShape = Compile(Claims);

/** What an access token says. Roles and sites that it may name as well are never read: the delegation log has them. */
export type AccessTokenClaims = Static<typeof Claims>;

export interface AccessTokenRules {
  readonly issuer: string;
  readonly audience: string;
  readonly now: () => Date;
}

/**
 * Verifies an access token (RFC 9068): type, algorithm, signature, issuer, audience, validity in time, shape of the
 * claims, and that it was given to a program on behalf of a person and not to the program itself.
 * @throws TokenRefused; what `keyOf` throws when the keys cannot be had.
 */
export async function readAccessToken(
  token: string,
  keyOf: JWTVerifyGetKey,
  { issuer, audience, now }: AccessTokenRules,
): Promise<AccessTokenClaims> {
  if (token.length > MAX_TOKEN_LENGTH) throw new TokenRefused('malformed');
  const currentDate = now();
  const { payload } = await jwtVerify(token, keyOf, {
    algorithms: [...ALGORITHMS],
    typ: TYPE,
    issuer,
    audience,
    currentDate,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    maxTokenAge: MAX_AGE_SECONDS,
    requiredClaims: ['iss', 'aud', 'exp', 'iat', 'sub'],
  }).catch((error: unknown) => {
    throw refusalOf(error);
  });
  if (!claimsShape.Check(payload)) throw new TokenRefused('wrong-claims');
  if (payload.exp * 1000 <= currentDate.getTime()) throw new TokenRefused('expired');
  // RFC 9068, 5: a program's own token has its identifier as subject, which could be chosen to be a person's.
  if (payload.sub === payload.client_id) throw new TokenRefused('wrong-claims');
  return payload;
}

function refusalOf(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new TokenRefused('expired');
  if (error instanceof errors.JWTClaimValidationFailed) {
    const isEarly = error.claim === 'nbf' || (error.claim === 'iat' && error.reason === 'check_failed');
    return new TokenRefused(isEarly ? 'not-yet-valid' : 'wrong-claims');
  }
  if (error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSNoMatchingKey) {
    return new TokenRefused('wrong-signature');
  }
  return error instanceof errors.JOSEError ? new TokenRefused('malformed') : error;
}
