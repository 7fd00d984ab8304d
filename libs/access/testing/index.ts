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
  /** @param issuedAt now unless told: a token of long ago has expired. */
  readonly tokenFor: (person: Person, lifetimeSeconds?: number, issuedAt?: Date) => Promise<string>;
}

export function createTestTokens(trialId: string, now: () => Date = () => new Date()): TestTokens {
  const { privateKey, publicKey } = signingKeyOf(randomBytes(32));
  return {
    verifier: createTokenVerifier({ publicKey, trialId, now }),
    tokenFor: (person, lifetimeSeconds = 3600, issuedAt = now()) =>
      createTokenIssuer({ privateKey, trialId, now: () => issuedAt, newTokenId: randomUUID }).issue(
        person,
        lifetimeSeconds,
      ),
  };
}

/** Somebody in a role; a site role is held at Reims unless told. */
export function somebody(role: Role, sites: readonly string[] = isSiteRole(role) ? ['REI'] : []): Person {
  return { userId: `some.${role}`, name: `Some ${role}`, role, organisation: 'CHU de Reims', sites };
}

export {
  accountOf,
  AccountOutcome,
  accountRecord,
  CREATED,
  givenAccount,
  MORNING,
  type Told,
  VERIFIED,
} from './accounts.js';
export { SAMPLE_ACCESS_DATA } from './sample-events.js';
