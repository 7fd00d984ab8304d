import { describe, expect, it } from '@jest/globals';
import { firstOf, RoleRefused, type TokenRefusal, TokenRefused, type TokenVerifier } from '@bali/access';
import { somebody } from '@bali/access/testing';

const monitor = somebody('monitor');
const accepting: TokenVerifier = { verify: () => Promise.resolve(monitor) };
const refusing = (refusal: TokenRefusal): TokenVerifier => ({
  verify: () => Promise.reject(new TokenRefused(refusal)),
});
const failing = (error: Error): TokenVerifier => ({ verify: () => Promise.reject(error) });

describe('several verifiers', () => {
  it('[P11-10d] accept what one of them accepts, and refuse what all refuse', async () => {
    await expect(firstOf([refusing('malformed'), accepting]).verify('t')).resolves.toBe(monitor);
    await expect(firstOf([refusing('malformed'), refusing('malformed')]).verify('t')).rejects.toThrow(TokenRefused);
    await expect(firstOf([]).verify('t')).rejects.toThrow(TokenRefused);
  });

  it('refuse with the reason of the one that knew the token', async () => {
    const verifiers = [refusing('malformed'), refusing('expired'), refusing('wrong-signature')];
    await expect(firstOf(verifiers).verify('t')).rejects.toThrow('the token has expired');
  });

  it('ask no further when one fails, or knows the person and finds no role', async () => {
    await expect(firstOf([failing(new Error('down')), accepting]).verify('t')).rejects.toThrow('down');
    await expect(firstOf([failing(new RoleRefused('no-role')), accepting]).verify('t')).rejects.toThrow(
      'you have no role in this trial today',
    );
  });

  it('hand on the role that is asked for', async () => {
    const roles: unknown[] = [];
    const noting: TokenVerifier = {
      verify: (_, asked) => {
        roles.push(asked?.role);
        return Promise.resolve(monitor);
      },
    };
    await firstOf([noting]).verify('t', { role: 'monitor' });
    expect(roles).toEqual(['monitor']);
  });
});
