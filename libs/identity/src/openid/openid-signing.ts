import {
  type Person,
  type SigningAuthority,
  type SigningCredentials,
  type SigningMethod,
  SigningRefused,
  type StepUp,
} from '@bali/access';
import { LRUCache } from 'lru-cache';
import { v5 as uuidV5 } from 'uuid';
import type { AccessTokenClaims } from './access-token.js';

/** How long ago a signer may have authenticated. */
const MAX_AGE_SECONDS = 300;
/** How far the provider's clock may be ahead of ours. */
const CLOCK_TOLERANCE_SECONDS = 30;
const REMEMBERED_AUTHENTICATIONS = 20_000;

interface Authentication {
  readonly atSeconds: number;
  readonly acr: string | undefined;
  hasSigned: boolean;
}

export interface OpenIdSigningOptions {
  readonly issuer: string;
  readonly now: () => Date;
  /** The classes of authentication (`acr`) that will do for signing, the preferred one first; empty: any. */
  readonly acrValues: readonly string[];
}

/**
 * Signing where the provider has the credentials: the signer authenticates there again (step-up, RFC 9470), at most five
 * minutes before, and each authentication signs once. So every signature asks for all credentials of the provider anew,
 * which is more than 21 CFR 11.200(a)(1) asks for a series of signings.
 *
 * Which authentications have signed is kept in memory, by each process for itself.
 */
export class OpenIdSigning implements SigningAuthority {
  readonly #options: OpenIdSigningOptions;
  readonly #authentications = new LRUCache<string, Authentication>({ max: REMEMBERED_AUTHENTICATIONS });

  constructor(options: OpenIdSigningOptions) {
    this.#options = options;
  }

  /** The session that a token goes back to: one authentication of one person. None if the provider does not tell when. */
  sessionOf({ sub, auth_time: atSeconds, acr }: AccessTokenClaims): string | undefined {
    if (atSeconds === undefined) return undefined;
    const name = JSON.stringify([this.#options.issuer, sub, atSeconds, acr ?? null]);
    const session = uuidV5(name, uuidV5.URL);
    if (!this.#authentications.has(session)) this.#authentications.set(session, { atSeconds, acr, hasSigned: false });
    return session;
  }

  // Nothing in it waits: of two signings with one authentication, only one is confirmed.
  confirm(person: Person, _credentials: SigningCredentials): Promise<SigningMethod> {
    return new Promise((resolve) => {
      this.#useAuthentication(person);
      resolve('openid-step-up');
    });
  }

  #useAuthentication({ session }: Person): void {
    if (session === undefined) throw this.#authenticateAgain(MAX_AGE_SECONDS);
    const authentication = this.#authentications.get(session);
    if (authentication === undefined) throw new SigningRefused('no-session');
    const ageInSeconds = this.#options.now().getTime() / 1000 - authentication.atSeconds;
    const isRecent = ageInSeconds <= MAX_AGE_SECONDS && ageInSeconds >= -CLOCK_TOLERANCE_SECONDS;
    if (!isRecent || !this.#isOfAKindThatSigns(authentication)) throw this.#authenticateAgain(MAX_AGE_SECONDS);
    if (authentication.hasSigned) throw this.#authenticateAgain(0);
    authentication.hasSigned = true;
  }

  #isOfAKindThatSigns({ acr }: Authentication): boolean {
    const { acrValues } = this.#options;
    return acrValues.length === 0 || (acr !== undefined && acrValues.includes(acr));
  }

  #authenticateAgain(maxAgeSeconds: number): SigningRefused {
    const { acrValues } = this.#options;
    const stepUp: StepUp = { maxAgeSeconds, ...(acrValues.length === 0 ? {} : { acrValues }) };
    return new SigningRefused('authenticate-again', stepUp);
  }
}
