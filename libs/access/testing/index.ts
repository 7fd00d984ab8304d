import { isSiteRole, type Person, type Role, TokenRefused, type TokenVerifier } from '@bali/access';
import { randomUUID } from 'node:crypto';

/** Tokens that are good where they were made, for tests of what stands behind them. */
export interface TestTokens {
  readonly verifier: TokenVerifier;
  /** @param issuedAt default: now. A token of long ago has expired. */
  readonly tokenFor: (person: Person, lifetimeSeconds?: number, issuedAt?: Date) => Promise<string>;
}

export function createTestTokens(now: () => Date = () => new Date()): TestTokens {
  const issued = new Map<string, { readonly person: Person; readonly until: number }>();
  return {
    verifier: {
      verify: (token) => {
        const known = issued.get(token);
        if (known === undefined) return Promise.reject(new TokenRefused('malformed'));
        if (known.until <= now().getTime()) return Promise.reject(new TokenRefused('expired'));
        return Promise.resolve(known.person);
      },
    },
    tokenFor: (person, lifetimeSeconds = 3600, issuedAt = now()) => {
      const token = randomUUID();
      issued.set(token, { person, until: issuedAt.getTime() + lifetimeSeconds * 1000 });
      return Promise.resolve(token);
    },
  };
}

/** Somebody in a role; a site role is held at one site (default: Reims). */
export function somebody(role: Role, sites: readonly string[] = isSiteRole(role) ? ['REI'] : []): Person {
  return { userId: `some.${role}`, name: `Some ${role}`, role, organisation: 'CHU de Reims', sites };
}

export {
  accountOf,
  accountRecord,
  ADMINISTRATORS,
  COMMITMENT,
  CREATED,
  givenAccount,
  MORNING,
  type Told,
  VERIFIED,
} from './accounts.js';
export {
  authenticatorHead,
  clientDataOf,
  type Misuse,
  PASSKEY_ORIGIN,
  SoftwarePasskey,
  USER_PRESENT,
  USER_VERIFIED,
} from './software-passkey.js';
