import { describe, expect, it } from '@jest/globals';
import { SigningRefused } from '@bali/access';
import { SignatureRefused } from '@bali/commands';
import { problemOfSignature } from './signing-problems.js';

const asked = { meaning: 'I release the product.' };

describe('[P11-200] who signs in with an OpenID provider', () => {
  it.each([
    ['is told how recent the authentication has to be', undefined, 'max_age="300"'],
    ['and of which class', { maxAgeSeconds: 60, acrValues: ['phr', 'mfa'] }, 'max_age="60", acr_values="phr mfa"'],
  ])('%s', (_, stepUp, parameters) => {
    const refused = new SignatureRefused(new SigningRefused('authenticate-again', stepUp), asked);
    const { kind, details } = problemOfSignature(refused)!;
    expect([kind.status, kind.code]).toEqual([401, 'authenticate-again']);
    expect(details.headers?.['www-authenticate']).toBe(
      `Bearer error="insufficient_user_authentication", ${parameters}`,
    );
  });
});
