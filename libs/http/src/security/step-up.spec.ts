import { describe, expect, it } from '@jest/globals';
import { authenticateAgain } from './step-up.js';

describe('the challenge to authenticate again', () => {
  it('[P11-200] says how recent it must be, and of which kind if that matters (RFC 9470)', () => {
    const { kind, details } = authenticateAgain({ maxAgeSeconds: 300 });
    expect(kind).toMatchObject({ code: 'authenticate-again', status: 401 });
    expect(details.headers?.['www-authenticate']).toBe(
      'Bearer error="insufficient_user_authentication", ' +
        'error_description="signing asks for a new authentication", max_age="300"',
    );
    const acrValues = ['urn:mfa', 'urn:hardware'];
    expect(authenticateAgain({ maxAgeSeconds: 0, acrValues }).details.headers?.['www-authenticate']).toMatch(
      /, max_age="0", acr_values="urn:mfa urn:hardware"$/,
    );
  });
});
