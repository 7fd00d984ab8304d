import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type Person, type SigningAuthority, SigningRefused } from '@bali/access';
import { somebody } from '@bali/access/testing';
import {
  Action,
  authenticateAgain,
  createHttpApplication,
  createLogger,
  CurrentPerson,
  Origin,
  type RequestOrigin,
} from '@bali/http';
import { keepLog, listenOnLoopback, withVerifier } from '@bali/http/testing';
import { Controller, Get, Inject, Module, Post } from '@nestjs/common';
import { randomUUID } from 'node:crypto';
import { createOpenIdAccess, type OpenIdAccess } from './index.js';
import {
  type Asked,
  AUDIENCE,
  type Browser,
  OpenIdProviderUnderTest,
  type SignIn,
} from '../../testing/openid-provider.js';

const SIGNING_AUTHORITY = Symbol('SigningAuthority');

/** An API with something to read and something to sign. */
@Controller()
class SampleController {
  readonly #authority: SigningAuthority;

  constructor(@Inject(SIGNING_AUTHORITY) authority: SigningAuthority) {
    this.#authority = authority;
  }

  @Get('me')
  @Action('read-patients')
  me(@CurrentPerson() person: Person): Person {
    return person;
  }

  @Post('signatures')
  @Action('randomize')
  async sign(@CurrentPerson() person: Person, @Origin() { source }: RequestOrigin): Promise<object> {
    try {
      return { method: await this.#authority.confirm(person, {}, source) };
    } catch (error) {
      if (error instanceof SigningRefused && error.stepUp !== undefined) throw authenticateAgain(error.stepUp);
      throw error;
    }
  }
}

function moduleWith({ signingAuthority }: OpenIdAccess) {
  @Module({
    controllers: [SampleController],
    providers: [{ provide: SIGNING_AUTHORITY, useValue: signingAuthority }],
  })
  class SampleModule {}
  return SampleModule;
}

let provider: OpenIdProviderUnderTest;
const log = keepLog();

async function serve(acrValues: readonly string[] = []) {
  const now = () => new Date();
  const access = createOpenIdAccess({
    issuer: provider.issuer,
    audience: AUDIENCE,
    now,
    delegations: {
      personsFor: ({ subject }) => Promise.resolve(subject === 'claire' ? [somebody('investigator')] : []),
    },
    log: { warn: () => undefined },
    acrValues,
  });
  const app = await createHttpApplication(withVerifier(moduleWith(access), access.verifier), {
    title: 'Sample',
    description: 'Tried out',
    version: '1.0.0',
    logger: createLogger({ name: 'sample', level: 'info', now, destination: log }),
    newRequestId: randomUUID,
  });
  const url = await listenOnLoopback(app);
  return { url, [Symbol.asyncDispose]: () => app.close() };
}

beforeAll(async () => {
  for (const level of ['info', 'warn'] as const) jest.spyOn(console, level).mockReturnValue();
  provider = await OpenIdProviderUnderTest.start();
});

afterAll(() => provider[Symbol.asyncDispose]());

interface Answered {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly challenge: string;
}

async function send(method: string, address: string, token: string): Promise<Answered> {
  const response = await fetch(address, { method, headers: { authorization: `Bearer ${token}` } });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, body, challenge: response.headers.get('www-authenticate') ?? '' };
}

/** What a client does with the challenge: it asks the provider for an authentication as the challenge describes it. */
function tokenAsChallenged(browser: Browser, challenge: string, signIn: SignIn): Promise<string> {
  const asked: Record<string, string> = {};
  for (const name of ['max_age', 'acr_values'] as const satisfies readonly (keyof Asked)[]) {
    const value = new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1];
    if (value !== undefined) asked[name] = value;
  }
  return browser.token(signIn, asked);
}

describe('an API behind an OpenID provider', () => {
  it('[P11-10d] lets in whom the provider knows and the delegation log names, and nobody else', async () => {
    await using api = await serve();
    const token = await provider.openBrowser().token({ accountId: 'claire' });
    const me = await send('GET', `${api.url}/v1/me`, token);
    expect(me.body).toMatchObject({ userId: 'some.investigator', role: 'investigator', sites: ['REI'] });
    const stranger = await send('GET', `${api.url}/v1/me`, await provider.openBrowser().token({ accountId: 'eve' }));
    expect([stranger.status, stranger.body['code']]).toEqual([403, 'no-role']);
    const program = await send('GET', `${api.url}/v1/me`, await provider.clientCredentialsToken());
    expect([program.status, program.challenge]).toEqual([401, 'Bearer error="invalid_token"']);
    expect(log.text()).not.toContain(token);
  });

  it('[P11-200] asks a signer to authenticate again when that was too long ago, and then lets them sign', async () => {
    await using api = await serve();
    const browser = provider.openBrowser();
    const old = await browser.token({ accountId: 'claire', secondsAgo: 301 });
    expect((await send('GET', `${api.url}/v1/me`, old)).status).toBe(200);
    const refused = await send('POST', `${api.url}/v1/signatures`, old);
    expect([refused.status, refused.body['code']]).toEqual([401, 'authenticate-again']);
    expect(refused.challenge).toMatch(/^Bearer error="insufficient_user_authentication".*, max_age="300"$/);
    const fresh = await tokenAsChallenged(browser, refused.challenge, { accountId: 'claire' });
    const signed = await send('POST', `${api.url}/v1/signatures`, fresh);
    expect([signed.status, signed.body]).toEqual([201, { method: 'openid-step-up' }]);
  });

  it('[P11-200] takes one authentication for one signature', async () => {
    await using api = await serve();
    const browser = provider.openBrowser();
    const token = await browser.token({ accountId: 'claire', secondsAgo: 20 });
    const answers = await Promise.all([1, 2].map(() => send('POST', `${api.url}/v1/signatures`, token)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 401]);
    // Another token of the same authentication is no new one.
    const another = await browser.token({ accountId: 'claire', secondsAgo: 10 });
    const refused = await send('POST', `${api.url}/v1/signatures`, another);
    expect(refused.challenge).toMatch(/, max_age="0"$/);
    const fresh = await tokenAsChallenged(browser, refused.challenge, { accountId: 'claire' });
    expect((await send('POST', `${api.url}/v1/signatures`, fresh)).status).toBe(201);
  });

  it('[P11-200] asks for the kind of authentication that the installation wants', async () => {
    await using api = await serve(['urn:two-factors']);
    const browser = provider.openBrowser();
    const weak = await browser.token({ accountId: 'claire', acr: 'urn:password' });
    const refused = await send('POST', `${api.url}/v1/signatures`, weak);
    expect(refused.challenge).toMatch(/, max_age="300", acr_values="urn:two-factors"$/);
    const strong = await provider
      .openBrowser()
      .token({ accountId: 'claire', acr: 'urn:two-factors' }, { acr_values: 'urn:two-factors' });
    expect((await send('POST', `${api.url}/v1/signatures`, strong)).status).toBe(201);
  });

  it('answers 503 while the provider does not', async () => {
    await using api = await serve();
    const token = await provider.openBrowser().token({ accountId: 'claire' });
    provider.isUp = false;
    const refused = await send('GET', `${api.url}/v1/me`, token);
    provider.isUp = true;
    expect([refused.status, refused.body['code']]).toEqual([503, 'not-available']);
  });
});
