import type { Person } from './person.js';

/** Why a token was refused. */
export type TokenRefusal = 'malformed' | 'wrong-signature' | 'wrong-claims' | 'not-yet-valid' | 'expired';

const TOKEN_SENTENCES: Readonly<Record<TokenRefusal, string>> = {
  malformed: 'the token is none of this trial',
  'wrong-signature': 'the token was not signed by whom this trial trusts',
  'wrong-claims': 'the token does not name a person of this trial',
  'not-yet-valid': 'the token is not valid yet',
  expired: 'the token has expired',
};

/** A token that does not prove who someone is. Nothing of the token is in it. */
export class TokenRefused extends Error {
  readonly refusal: TokenRefusal;

  constructor(refusal: TokenRefusal) {
    super(TOKEN_SENTENCES[refusal]);
    this.name = 'TokenRefused';
    this.refusal = refusal;
  }
}

/** What a request says of its sender, besides its token. */
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

const ROLE_SENTENCES: Readonly<Record<RoleRefusal, string>> = {
  'no-role': 'you have no role in this trial today',
  'role-not-chosen': 'you have several roles in this trial today: say in which one you act',
  'another-role': 'you do not have this role in this trial today',
};

/** The token is good, but the delegation log gives its bearer no role, or not the one that they ask for. */
export class RoleRefused extends Error {
  readonly refusal: RoleRefusal;

  constructor(refusal: RoleRefusal) {
    super(ROLE_SENTENCES[refusal]);
    this.name = 'RoleRefused';
    this.refusal = refusal;
  }
}
