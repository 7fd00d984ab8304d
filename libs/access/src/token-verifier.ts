import type { Person } from './person.js';
import { TokenRefused } from './token-claims.js';

/** What a request says of who asks, besides its token. */
export interface Asked {
  /** The role in which they want to act, as the request names it; it may be no role at all. */
  readonly role?: string;
}

/** Says who somebody is by the token that they bring. */
export interface TokenVerifier {
  /**
   * The person that a token names, in the role in which they act now.
   * @param asked matters only to verifiers whose tokens do not settle the role.
   * @throws TokenRefused, which says why and nothing of the token; RoleRefused when they are known but have no such role.
   */
  verify(token: string, asked?: Asked): Promise<Person>;
}

/** Why somebody who is known may not act. */
export type RoleRefusal = 'no-role' | 'role-not-chosen' | 'another-role';

const SENTENCES: Readonly<Record<RoleRefusal, string>> = {
  'no-role': 'you have no role in this trial today',
  'role-not-chosen': 'you have several roles in this trial today: say in which one you act',
  'another-role': 'you do not have this role in this trial today',
};

/** The token is good, but the delegation log gives its bearer no role, or not the one that they ask for. */
export class RoleRefused extends Error {
  readonly refusal: RoleRefusal;

  constructor(refusal: RoleRefusal) {
    super(SENTENCES[refusal]);
    this.name = 'RoleRefused';
    this.refusal = refusal;
  }
}

/**
 * A verifier that accepts what any of several accepts, asked in this order. What all refuse is refused with the most
 * telling reason: that of the first which knew the token for one of its own.
 */
export function firstOf(verifiers: readonly TokenVerifier[]): TokenVerifier {
  return {
    async verify(token, asked) {
      let refused = new TokenRefused('malformed');
      for (const verifier of verifiers) {
        try {
          return await verifier.verify(token, asked);
        } catch (error) {
          if (!(error instanceof TokenRefused)) throw error;
          if (refused.refusal === 'malformed') refused = error;
        }
      }
      throw refused;
    },
  };
}
