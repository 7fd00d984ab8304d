import { type Person, RoleRefused, type SigningAuthority, type TokenVerifier } from '@bali/access';
import { LRUCache } from 'lru-cache';
import { createHash } from 'node:crypto';
import { type AccessTokenClaims, readAccessToken } from './access-token.js';
import type { Fetch } from './bounded-fetch.js';
import { IssuerKeys, type IssuerLog } from './issuer-keys.js';
import { OpenIdSigning } from './openid-signing.js';

/** What the delegation log says of people whom an OpenID provider knows. */
export interface OpenIdDelegations {
  /**
   * The person whose account is linked to a subject of an issuer, once for each role that is delegated to them now, with
   * its sites. Empty when no account is linked, or it is deactivated, or no role is delegated. Asked on every request, so
   * that what is revoked is revoked at once.
   */
  personsFor(subject: { readonly issuer: string; readonly subject: string }): Promise<readonly Person[]>;
}

export interface OpenIdOptions {
  /** The provider's identifier, exactly as it writes it itself: an https URL, or http on the loopback address. */
  readonly issuer: string;
  /** What the provider calls this API: each token must be meant for it. */
  readonly audience: string;
  readonly delegations: OpenIdDelegations;
  readonly now: () => Date;
  readonly log: IssuerLog;
  /** The classes of authentication (`acr`) that will do for signing, the preferred one first. Default: any. */
  readonly acrValues?: readonly string[];
  /** Default: the global one. */
  readonly fetch?: Fetch;
  /** How long an unknown key is not looked for again after the keys were fetched. Default: 30 s. */
  readonly keyCooldownMs?: number;
}

/** Authentication by an OpenID provider. */
export interface OpenIdAccess {
  readonly verifier: TokenVerifier;
  readonly signingAuthority: SigningAuthority;
}

interface Verified {
  readonly claims: AccessTokenClaims;
  readonly goodUntil: number;
}

const REMEMBERED_TOKENS = 10_000;
const REMEMBERED_FOR_MS = 60_000;

/**
 * Trusts an OpenID provider to say who somebody is, and to authenticate them again when they sign. What they may do, and
 * where, is in the delegation log, whatever the token says. The provider is first asked when the first token comes.
 * @throws NotASecureUrl
 */
export function createOpenIdAccess(options: OpenIdOptions): OpenIdAccess {
  const { issuer, now, log, fetch = globalThis.fetch, keyCooldownMs = 30_000, acrValues = [] } = options;
  const keys = new IssuerKeys({ issuer, now, log, fetch, keyCooldownMs });
  const signing = new OpenIdSigning({ issuer, now, acrValues });
  const claimsOf = rememberingFor(now, (token) => readAccessToken(token, keys.keyOf, options));
  const verifier: TokenVerifier = {
    async verify(token, asked) {
      const claims = await claimsOf(token);
      const persons = await options.delegations.personsFor({ issuer, subject: claims.sub });
      const person = personInRole(persons, asked?.role);
      const session = signing.sessionOf(claims);
      return Object.freeze({ ...person, ...(session === undefined ? {} : { session }) });
    },
  };
  return { verifier, signingAuthority: signing };
}

/** Remembers what was found good, by its hash, for a minute and never longer than it is valid. */
function rememberingFor(now: () => Date, read: (token: string) => Promise<AccessTokenClaims>) {
  const remembered = new LRUCache<string, Verified>({ max: REMEMBERED_TOKENS });
  return async (token: string): Promise<AccessTokenClaims> => {
    const hash = createHash('sha256').update(token).digest('base64');
    const known = remembered.get(hash);
    if (known !== undefined && now().getTime() < known.goodUntil) return known.claims;
    remembered.delete(hash);
    const claims = await read(token);
    const goodUntil = Math.min(now().getTime() + REMEMBERED_FOR_MS, claims.exp * 1000);
    remembered.set(hash, { claims, goodUntil });
    return claims;
  };
}

function personInRole(persons: readonly Person[], role: string | undefined): Person {
  if (persons.length === 0) throw new RoleRefused('no-role');
  const inRole = role === undefined ? persons : persons.filter((person) => person.role === role);
  const [person, another] = inRole;
  if (person === undefined) throw new RoleRefused('another-role');
  if (another !== undefined) throw new RoleRefused('role-not-chosen');
  return person;
}
