import { describe, expect, it } from '@jest/globals';
import { DEFAULT_RATE_LIMITS } from '@bali/http';
import { CONFIGURATION, openIdProvider, rateLimits, trustedProxies } from './index.js';

const issuer = 'https://id.chu-reims.example/realms/bali';

describe('the configuration of an installation', () => {
  it('is complete without any variable: limits on, no proxy believed, no OpenID provider', () => {
    const configuration = CONFIGURATION.read({});
    expect(rateLimits(configuration)).toEqual(DEFAULT_RATE_LIMITS);
    expect(trustedProxies(configuration)).toBeUndefined();
    expect(openIdProvider(configuration)).toBeUndefined();
  });

  it('can do without limits, for measuring', () => {
    expect(rateLimits(CONFIGURATION.read({ BALI_RATE_LIMITS: 'off' }))).toBeUndefined();
  });

  it('names an OpenID provider', () => {
    const set = { BALI_OPENID_ISSUER: issuer, BALI_OPENID_AUDIENCE: 'https://bali.example/api' };
    const provider = { issuer, audience: 'https://bali.example/api' };
    expect(openIdProvider(CONFIGURATION.read(set))).toEqual({ ...provider, acrValues: [] });
    const withAcr = CONFIGURATION.read({ ...set, BALI_OPENID_ACR_VALUES: 'urn:mfa, urn:hardware' });
    expect(openIdProvider(withAcr)).toEqual({ ...provider, acrValues: ['urn:mfa', 'urn:hardware'] });
  });

  it('refuses a provider without an audience: any token of that provider would do', () => {
    const configuration = CONFIGURATION.read({ BALI_OPENID_ISSUER: issuer });
    expect(() => openIdProvider(configuration)).toThrow('BALI_OPENID_AUDIENCE must be set');
  });

  it.each(['http://id.example', 'id.example', 'https://', 'http://localhost.evil.example', 'https://a b'])(
    'refuses %s as a provider',
    (text) => {
      expect(() => CONFIGURATION.read({ BALI_OPENID_ISSUER: text })).toThrow('BALI_OPENID_ISSUER must be');
    },
  );

  it.each(['https://id.example', 'http://127.0.0.1:8080', 'http://localhost:8080/realms/bali', 'http://[::1]:80'])(
    'takes %s as a provider',
    (text) => {
      expect(CONFIGURATION.read({ BALI_OPENID_ISSUER: text }).openIdIssuer).toBe(text);
    },
  );
});
