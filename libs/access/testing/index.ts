import {
  createTokenIssuer,
  createTokenVerifier,
  isSiteRole,
  type Person,
  type Role,
  signingKeyOf,
  type TokenVerifier,
} from '@bali/access';
import { randomBytes, randomUUID } from 'node:crypto';

/** Tokens of a key of its own, for tests. */
export interface TestTokens {
  readonly verifier: TokenVerifier;
  readonly tokenFor: (person: Person, lifetimeSeconds?: number) => Promise<string>;
}

export function createTestTokens(trialId: string, now: () => Date = () => new Date()): TestTokens {
  const { privateKey, publicKey } = signingKeyOf(randomBytes(32));
  const issuer = createTokenIssuer({ privateKey, trialId, now, newTokenId: randomUUID });
  return {
    verifier: createTokenVerifier({ publicKey, trialId, now }),
    tokenFor: (person, lifetimeSeconds = 3600) => issuer.issue(person, lifetimeSeconds),
  };
}

/** Somebody in a role; a site role is held at Reims unless told. */
export function somebody(role: Role, sites: readonly string[] = isSiteRole(role) ? ['REI'] : []): Person {
  return { userId: `some.${role}`, name: `Some ${role}`, role, organisation: 'CHU de Reims', sites };
}
