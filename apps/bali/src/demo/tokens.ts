import { createTokenIssuer, type Person } from '@bali/access';
import { TRIAL } from '@bali/protocol';
import { type KeyObject, randomUUID } from 'node:crypto';

const MILLISECONDS = 1_000;
const LIFETIME_SECONDS = 30 * 24 * 60 * 60;
/** A token that ends within this time is not handed out any more. */
const REST_SECONDS = 60 * 60;

/** The bearer tokens of the simulated people: each gets a new one whenever the old one ends. */
export class DemoTokens {
  readonly #issuer;
  readonly #now: () => Date;
  readonly #issued = new Map<
    string,
    { readonly token: string; readonly goodUntil: number; readonly issuedAt: number }
  >();

  constructor(privateKey: KeyObject, now: () => Date) {
    this.#now = now;
    this.#issuer = createTokenIssuer({ privateKey, trialId: TRIAL.id, now, newTokenId: () => randomUUID() });
  }

  async of(person: Person): Promise<string> {
    const issuedAt = this.#now().getTime();
    const known = this.#issued.get(person.userId);
    if (known !== undefined && issuedAt >= known.issuedAt && issuedAt < known.goodUntil) return known.token;
    const token = await this.#issuer.issue(person, LIFETIME_SECONDS);
    const goodUntil = issuedAt + (LIFETIME_SECONDS - REST_SECONDS) * MILLISECONDS;
    this.#issued.set(person.userId, { token, goodUntil, issuedAt });
    return token;
  }
}
