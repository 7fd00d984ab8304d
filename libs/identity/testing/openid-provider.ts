import { exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Configuration, Provider } from 'oidc-provider';

export const AUDIENCE = 'https://bali.example/api';
const CALLBACK = 'http://127.0.0.1:9/signed-in';
const CLIENT = 'site-program';
const MACHINE = { id: 'nightly-program', secret: randomUUID() };

/** Who signs in at the provider when it asks, and how. */
export interface SignIn {
  readonly accountId: string;
  /** How many seconds ago. Default: 0. */
  readonly secondsAgo?: number;
  readonly acr?: string;
}

/** What the client asks the provider for, besides a token. */
export type Asked = Readonly<Partial<Record<'max_age' | 'acr_values' | 'prompt', string>>>;

interface SigningKey {
  readonly jwk: JWK;
  readonly alg: string;
}

async function newKey(alg: string): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { jwk: { ...(await exportJWK(privateKey)), kid: randomUUID(), alg, use: 'sig' }, alg };
}

/** A real OpenID provider on the loopback address, whose login page is answered by the test. */
export class OpenIdProviderUnderTest implements AsyncDisposable {
  readonly issuer: string;
  readonly #server: Server;
  #key: SigningKey;
  #provider: Provider;
  #nextSignIn: SignIn | undefined;
  /** Whether it answers; if not, every answer is 503. */
  isUp = true;
  /** The paths that were asked for. */
  readonly asked: string[] = [];

  private constructor(server: Server, key: SigningKey) {
    this.#server = server;
    this.#key = key;
    this.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    this.#provider = this.#providerWith(key);
    server.on('request', (request, response) => void this.#answer(request, response));
  }

  static async start(alg = 'ES256'): Promise<OpenIdProviderUnderTest> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new OpenIdProviderUnderTest(server, await newKey(alg));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Signs with another key from now on, and forgets the former one. */
  async rotateKeys(): Promise<void> {
    this.#key = await newKey(this.#key.alg);
    this.#provider = this.#providerWith(this.#key);
  }

  /** Opens a browser, so to speak: it keeps its cookies, so that the provider knows it again. */
  openBrowser(): Browser {
    return new Browser(this.issuer, (signIn) => {
      this.#nextSignIn = signIn;
    });
  }

  /** A program's own token, without any person. */
  async clientCredentialsToken(): Promise<string> {
    const authorization = `Basic ${Buffer.from(`${MACHINE.id}:${MACHINE.secret}`).toString('base64')}`;
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope: 'trial', resource: AUDIENCE });
    return tokenIn(await fetch(`${this.issuer}/token`, { method: 'POST', headers: { authorization }, body }));
  }

  /** Signs claims with the provider's own key, as the provider would not: what a verifier must refuse by itself. */
  async sign(claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> {
    const { jwk, alg } = this.#key;
    const key = await importJWK(jwk, alg);
    return new SignJWT(claims)
      .setProtectedHeader({ alg, typ: 'at+jwt', kid: jwk.kid!, ...header })
      .sign(key, { crit: { 'urn:unknown': true } });
  }

  /** The provider's public key, as anyone can fetch it. */
  async publicKey(): Promise<JWK> {
    const { keys } = (await (await fetch(`${this.issuer}/jwks`)).json()) as { keys: JWK[] };
    return keys[0]!;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(request.url ?? '');
    if (!this.isUp) response.writeHead(503).end();
    else if (request.url?.startsWith('/interaction/') === true) await this.#interact(request, response);
    else await this.#provider.callback()(request, response);
  }

  /** The login page: whoever the test says signs in, and agrees to what is asked. */
  async #interact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { prompt, params, session } = await this.#provider.interactionDetails(request, response);
    if (prompt.name === 'login') {
      const { accountId, secondsAgo = 0, acr } = this.#nextSignIn!;
      const ts = Math.floor(Date.now() / 1000) - secondsAgo;
      const login = { accountId, ts, ...(acr === undefined ? {} : { acr }) };
      await this.#provider.interactionFinished(request, response, { login });
      return;
    }
    const grant = new this.#provider.Grant({ accountId: session!.accountId, clientId: params['client_id'] as string });
    grant.addOIDCScope('openid');
    grant.addResourceScope(AUDIENCE, 'trial');
    await this.#provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
  }

  #providerWith({ jwk, alg }: SigningKey): Provider {
    const configuration: Configuration = {
      clients: [
        {
          client_id: CLIENT,
          token_endpoint_auth_method: 'none',
          application_type: 'native',
          redirect_uris: [CALLBACK],
          id_token_signed_response_alg: alg as 'ES256',
        },
        {
          client_id: MACHINE.id,
          client_secret: MACHINE.secret,
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
          id_token_signed_response_alg: alg as 'ES256',
        },
      ],
      jwks: { keys: [jwk] },
      cookies: { keys: [randomUUID()] },
      acrValues: ['urn:password', 'urn:two-factors'],
      findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      // RFC 9068, 2.2.1: what the token goes back to.
      extraTokenClaims: (ctx) => {
        const code = ctx.oidc.entities.AuthorizationCode;
        return code === undefined ? undefined : { auth_time: code.authTime, ...(code.acr ? { acr: code.acr } : {}) };
      },
      features: {
        devInteractions: { enabled: false },
        clientCredentials: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => AUDIENCE,
          useGrantedResource: () => true,
          getResourceServerInfo: (_, resource) => ({
            audience: resource,
            scope: 'trial',
            accessTokenFormat: 'jwt',
            accessTokenTTL: 600,
            jwt: { sign: { alg: alg as 'ES256' } },
          }),
        },
      },
    };
    return new Provider(this.issuer, configuration);
  }
}

/** What a client program does in its user's browser: authorization code with PKCE (RFC 7636), from end to end. */
export class Browser {
  readonly #issuer: string;
  readonly #expect: (signIn: SignIn) => void;
  readonly #cookies = new Map<string, string>();

  constructor(issuer: string, expect: (signIn: SignIn) => void) {
    this.#issuer = issuer;
    this.#expect = expect;
  }

  /**
   * The access token of somebody.
   * @param signIn how they sign in, if the provider asks: it does not where it still knows them and that will do.
   */
  async token(signIn: SignIn, asked: Asked = {}): Promise<string> {
    this.#expect(signIn);
    const verifier = randomBytes(32).toString('base64url');
    const query = new URLSearchParams({
      client_id: CLIENT,
      response_type: 'code',
      redirect_uri: CALLBACK,
      scope: 'openid trial',
      resource: AUDIENCE,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'some-state',
      ...asked,
    });
    const code = await this.#codeFrom(`/auth?${query.toString()}`);
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: CLIENT,
      redirect_uri: CALLBACK,
      code_verifier: verifier,
      code,
    });
    return tokenIn(await fetch(`${this.#issuer}/token`, { method: 'POST', body }));
  }

  async #codeFrom(path: string): Promise<string> {
    let address = new URL(path, this.#issuer);
    while (!address.href.startsWith(CALLBACK)) {
      const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const response = await fetch(address, { redirect: 'manual', headers: { cookie } });
      for (const set of response.headers.getSetCookie()) this.#keep(set);
      const location = response.headers.get('location');
      if (location === null) throw new Error(`the provider answered ${response.status}: ${await response.text()}`);
      address = new URL(location, address);
    }
    const code = address.searchParams.get('code');
    if (code === null) throw new Error(`the provider gave no code: ${address.search}`);
    return code;
  }

  #keep(setCookie: string): void {
    const [pair = ''] = setCookie.split(';', 1);
    const [name = '', value = ''] = pair.split('=', 2);
    if (value === '') this.#cookies.delete(name);
    else this.#cookies.set(name, value);
  }
}

async function tokenIn(response: Response): Promise<string> {
  const { access_token: token } = (await response.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`the provider gave no token: ${response.status}`);
  return token;
}
