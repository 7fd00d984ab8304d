import { createHash, type KeyObject } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { type Person } from './person.js';
import { MAX_LIFETIME_SECONDS, personOf, readClaims, refuseUnfitPerson, TokenRefused } from './token-claims.js';
import type { TokenVerifier } from './token-verifier.js';

const ALGORITHM = 'EdDSA';
const TYPE = 'bali-access+jwt';

/** A token of ours has some 600 characters; longer ones are not looked at. */
const MAX_TOKEN_LENGTH = 4096;

/** How far the issuer's clock may be ahead of the verifier's. An expiry is exact. */
const CLOCK_TOLERANCE_SECONDS = 60;

export interface TokenIssuerOptions {
  /** Ed25519. */
  readonly privateKey: KeyObject;
  readonly trialId: string;
  readonly now: () => Date;
  /** A fresh UUID for each token. */
  readonly newTokenId: () => string;
}

export interface TokenIssuer {
  /**
   * A token that names a person for a time.
   * @param lifetimeSeconds at least 1, at most {@link MAX_LIFETIME_SECONDS}.
   * @throws RangeError when the lifetime is outside these bounds, or the person is not one that a token may name.
   */
  issue(person: Person, lifetimeSeconds: number): Promise<string>;
}

/** Makes bearer tokens: JSON Web Signatures by Ed25519 over who someone is, in which role and at which sites. */
export function createTokenIssuer({ privateKey, trialId, now, newTokenId }: TokenIssuerOptions): TokenIssuer {
  return {
    async issue(person, lifetimeSeconds) {
      if (!Number.isInteger(lifetimeSeconds) || lifetimeSeconds < 1 || lifetimeSeconds > MAX_LIFETIME_SECONDS) {
        throw new RangeError(`a token is valid for 1 to ${MAX_LIFETIME_SECONDS} seconds`);
      }
      const { userId, name, role, organisation, sites } = person;
      refuseUnfitPerson(person);
      const issuedAt = secondsOf(now());
      return new SignJWT({ name, role, organisation, sites: [...sites] })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setIssuer(issuerOf(trialId))
        .setAudience(audienceOf(trialId))
        .setSubject(userId)
        .setIssuedAt(issuedAt)
        .setExpirationTime(issuedAt + lifetimeSeconds)
        .setJti(newTokenId())
        .sign(privateKey);
    },
  };
}

export interface TokenVerifierOptions {
  /** Ed25519. */
  readonly publicKey: KeyObject;
  readonly trialId: string;
  readonly now: () => Date;
  /** How many verified tokens are remembered, 10,000 unless told. */
  readonly remember?: number;
}

interface Verified {
  readonly person: Person;
  readonly expiresAt: number;
}

/**
 * Verifies bearer tokens: algorithm, type, signature, issuer, audience, validity in time, and the shape of every claim.
 *
 * A token that was found good is remembered, by its hash, until it expires: verifying a signature costs more than the
 * rest of a request. A remembered token is still refused once it has expired.
 */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const { now, remember = 10_000 } = options;
  const remembered = new Map<string, Verified>();
  return {
    async verify(token) {
      if (token.length > MAX_TOKEN_LENGTH) throw new TokenRefused('malformed');
      const key = createHash('sha256').update(token).digest('base64');
      const known = remembered.get(key);
      if (known !== undefined) {
        if (now().getTime() < known.expiresAt) return known.person;
        remembered.delete(key);
        throw new TokenRefused('expired');
      }
      const verified = await verifySigned(token, options);
      const oldest = remembered.size >= remember ? remembered.keys().next() : undefined;
      if (oldest?.done === false) remembered.delete(oldest.value);
      remembered.set(key, verified);
      return verified.person;
    },
  };
}

async function verifySigned(token: string, { publicKey, trialId, now }: TokenVerifierOptions): Promise<Verified> {
  const at = now();
  const { payload } = await jwtVerify(token, publicKey, {
    algorithms: [ALGORITHM],
    typ: TYPE,
    issuer: issuerOf(trialId),
    audience: audienceOf(trialId),
    requiredClaims: ['sub', 'iat', 'exp', 'jti'],
    currentDate: at,
  }).catch((error: unknown) => {
    throw refusalOf(error);
  });
  const claims = readClaims(payload);
  if (claims.iat > secondsOf(at) + CLOCK_TOLERANCE_SECONDS) throw new TokenRefused('not-yet-valid');
  return { person: personOf(claims), expiresAt: claims.exp * 1000 };
}

function refusalOf(error: unknown): TokenRefused {
  if (error instanceof errors.JWTExpired) return new TokenRefused('expired');
  if (error instanceof errors.JWSSignatureVerificationFailed) return new TokenRefused('wrong-signature');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new TokenRefused(error.claim === 'nbf' ? 'not-yet-valid' : 'wrong-claims');
  }
  return new TokenRefused('malformed');
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

function issuerOf(trialId: string): string {
  return `urn:bali:${trialId}`;
}

function audienceOf(trialId: string): string {
  return `urn:bali:${trialId}:api`;
}
