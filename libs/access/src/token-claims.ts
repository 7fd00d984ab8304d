import { SITE_CODE_PATTERN } from '@bali/protocol';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { Person } from './person.js';
import { isSiteRole, ROLE_IDS } from './roles.js';

/** 30 days: what the command line may ask for. */
export const MAX_LIFETIME_SECONDS = 30 * 24 * 60 * 60;

/** Why a token was refused. */
export type TokenRefusal = 'malformed' | 'wrong-signature' | 'wrong-claims' | 'not-yet-valid' | 'expired';

const SENTENCES: Readonly<Record<TokenRefusal, string>> = {
  malformed: 'the token is not a signed token of this trial',
  'wrong-signature': 'the token was not signed by the key of this trial',
  'wrong-claims': 'the token does not name a person and a role of this trial',
  'not-yet-valid': 'the token is not valid yet',
  expired: 'the token has expired',
};

/** A token that does not prove who someone is. Nothing of the token is in it. */
export class TokenRefused extends Error {
  readonly refusal: TokenRefusal;

  constructor(refusal: TokenRefusal) {
    super(SENTENCES[refusal]);
    this.name = 'TokenRefused';
    this.refusal = refusal;
  }
}

// No control characters, and no blank at either end: these names are printed next to what was done.
const printed = (maxLength: number) => Type.String({ maxLength, pattern: '^(?! )[^\\u0000-\\u001f\\u007f]+(?<! )$' });

const Claims = Type.Object({
  sub: Type.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$' }),
  name: printed(200),
  role: Type.Union(ROLE_IDS.map((role) => Type.Literal(role))),
  organisation: printed(200),
  sites: Type.Array(Type.String({ pattern: SITE_CODE_PATTERN }), { maxItems: 100, uniqueItems: true }),
  iat: Type.Integer({ minimum: 0 }),
  exp: Type.Integer({ minimum: 0 }),
  jti: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
});

export type Claims = Static<typeof Claims>;

const claimsShape = Compile(Claims);

/** @throws TokenRefused when a claim is missing, of another shape, or does not go with the others. */
export function readClaims(payload: unknown): Claims {
  if (!claimsShape.Check(payload)) throw new TokenRefused('wrong-claims');
  const texts = [payload.name, payload.organisation];
  const lifetime = payload.exp - payload.iat;
  const fits = texts.every((text) => text.isWellFormed()) && lifetime > 0 && lifetime <= MAX_LIFETIME_SECONDS;
  if (!fits || isSiteRole(payload.role) !== payload.sites.length > 0) throw new TokenRefused('wrong-claims');
  return payload;
}

export function personOf({ sub, name, role, organisation, sites }: Claims): Person {
  return Object.freeze({ userId: sub, name, role, organisation, sites: Object.freeze([...sites]) });
}

const SOME_TOKEN_ID = '00000000-0000-0000-0000-000000000000';

/** @throws RangeError when a token that names this person would be refused. */
export function refuseUnfitPerson({ userId, name, role, organisation, sites }: Person): void {
  try {
    readClaims({ sub: userId, name, role, organisation, sites, iat: 0, exp: 1, jti: SOME_TOKEN_ID });
  } catch (error) {
    throw new RangeError(
      'a person needs an identifier, a name, a known role, an organisation, and sites for a site role only',
      { cause: error },
    );
  }
}
