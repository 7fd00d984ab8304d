import { Problem, PROBLEMS } from '@bali/http';
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type Fetch, fetchBounded } from './bounded-fetch.js';
import { secureUrl } from './issuer-url.js';

/** Where it is written that the provider could not be asked, and why. */
export interface IssuerLog {
  warn(details: object, message: string): void;
}

export interface IssuerKeysOptions {
  /** The provider's identifier, exactly as its discovery document and its tokens write it. */
  readonly issuer: string;
  readonly now: () => Date;
  readonly fetch: Fetch;
  readonly log: IssuerLog;
  /** How long a key that is not known is not looked for again after the keys were fetched. */
  readonly keyCooldownMs: number;
}

const TIMEOUT_MS = 5_000;
/** After a failure the provider is left alone for so long, however many tokens come. */
const PAUSE_MS = 5_000;
const RETRY_AFTER_SECONDS = 5;

const Metadata = Type.Object({
  issuer: Type.String({ maxLength: 2048 }),
  jwks_uri: Type.String({ maxLength: 2048 }),
});
const metadataShape = Compile(Metadata);

type RemoteKeys = ReturnType<typeof createRemoteJWKSet>;

/**
 * The keys with which an OpenID provider signs, found by discovery (OpenID Connect Discovery 1.0, RFC 8414).
 *
 * They are fetched when a token first needs them, kept for ten minutes, and fetched anew when a token names a key that is
 * not among them. A provider that does not answer is asked again a little later: nothing here needs a restart.
 */
export class IssuerKeys {
  readonly #options: IssuerKeysOptions;
  #keys: RemoteKeys | undefined;
  #discovering: Promise<RemoteKeys> | undefined;
  #pausedUntil = 0;

  /** @throws NotASecureUrl */
  constructor(options: IssuerKeysOptions) {
    secureUrl(options.issuer, 'the issuer');
    this.#options = options;
  }

  /**
   * The key that a token names.
   * @throws what jose throws when there is no such key; Problem `not-available`, 503, when the provider cannot be asked.
   */
  readonly keyOf: JWTVerifyGetKey = async (header, token) => {
    let keys: RemoteKeys | undefined;
    try {
      keys = this.#keys ?? (await this.#discoverOnce());
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) throw error;
      throw this.#failed(error, keys);
    }
  };

  #discoverOnce(): Promise<RemoteKeys> {
    this.#discovering ??= this.#discover().finally(() => {
      this.#discovering = undefined;
    });
    return this.#discovering;
  }

  async #discover(): Promise<RemoteKeys> {
    const { issuer, keyCooldownMs } = this.#options;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const response = await this.#ask(address, { signal, headers: { accept: 'application/json' } });
    const metadata = readMetadata(await response.json(), issuer);
    this.#keys = createRemoteJWKSet(secureUrl(metadata.jwks_uri, 'the address of the keys'), {
      timeoutDuration: TIMEOUT_MS,
      cooldownDuration: keyCooldownMs,
      [customFetch]: (url, init) => this.#ask(url, init),
    });
    return this.#keys;
  }

  async #ask(url: string, init: RequestInit): Promise<Response> {
    if (this.#isPaused()) throw new Error('it did not answer a moment ago');
    return fetchBounded(this.#options.fetch, url, init);
  }

  #isPaused(): boolean {
    return this.#options.now().getTime() < this.#pausedUntil;
  }

  /** Keys that are still fresh stay in use. Otherwise the next attempt begins with discovery: the keys may have moved. */
  #failed(error: unknown, keys: RemoteKeys | undefined): Problem {
    if (keys?.fresh !== true) this.#keys = undefined;
    if (!this.#isPaused()) {
      this.#pausedUntil = this.#options.now().getTime() + PAUSE_MS;
      this.#options.log.warn({ issuer: this.#options.issuer, err: error }, 'the OpenID provider cannot be asked');
    }
    return new Problem(PROBLEMS['not-available'], {
      detail: 'the OpenID provider cannot be asked just now, so who sends this request is not known',
      headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
    });
  }
}

function readMetadata(document: unknown, issuer: string): Static<typeof Metadata> {
  if (!metadataShape.Check(document)) throw new Error('the discovery document has no issuer or no jwks_uri');
  // Exactly: else one provider could pass for another (RFC 8414, 3.3).
  if (document.issuer !== issuer) throw new Error('the discovery document is of another issuer');
  return document;
}
