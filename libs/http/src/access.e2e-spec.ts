import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestTokens, somebody } from '@bali/access/testing';
import { createHttpApplication } from '@bali/http';
import { Controller, Get, Module } from '@nestjs/common';
import {
  codeOf,
  options,
  problemIn,
  type SampleApplication,
  startSample,
  tokens,
  visits,
} from '../testing/sample-application.js';
import { withVerifier } from '../testing/with-verifier.js';

let sample: SampleApplication;
const post: SampleApplication['post'] = (path, sent) => sample.post(path, sent);
const get: SampleApplication['get'] = (path, role, headers) => sample.get(path, role, headers);

beforeAll(async () => {
  sample = await startSample();
});

afterAll(() => sample.app.close());

describe('access', () => {
  it('[P11-10d] is refused without a token, with a broken one, and with an expired one', async () => {
    const response = await fetch(`${sample.url}/v1/patients`);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await codeOf(response)).toEqual([401, 'not-authenticated']);
    for (const authorization of ['Bearer abc', 'Basic YTpi', `Bearer ${'x'.repeat(9000)}`, 'Bearer a b']) {
      const refused = await fetch(`${sample.url}/v1/patients`, { headers: { authorization } });
      expect(await codeOf(refused)).toEqual([401, 'not-authenticated']);
    }
    const expired = await tokens.tokenFor(somebody('monitor'), 60, new Date('2020-01-01T00:00:00Z'));
    const foreign = await createTestTokens().tokenFor(somebody('monitor'));
    for (const [token, detail] of [
      [expired, 'the token has expired'],
      [foreign, 'the token is none of this trial'],
    ]) {
      const refused = await fetch(`${sample.url}/v1/patients`, { headers: { authorization: `Bearer ${token}` } });
      expect(refused.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
      expect(await problemIn(refused)).toMatchObject({ code: 'not-authenticated', detail });
    }
  });

  it('[P11-10g] is refused to a role that may not do it, and to another site', async () => {
    expect(await codeOf(await post(visits, { role: 'monitor' }))).toEqual([403, 'not-permitted']);
    expect(await codeOf(await get('/v1/patients', 'administrator'))).toEqual([403, 'not-permitted']);
    expect(await codeOf(await post('/v1/patients/NAN-001/visits'))).toEqual([403, 'another-site']);
  });

  it('[P11-10d] has a rule for every route, or the application does not start', async () => {
    @Controller('forgotten')
    class ForgottenController {
      @Get()
      read(): string {
        return 'data';
      }
    }
    @Module({ controllers: [ForgottenController] })
    class ForgottenModule {}
    await expect(createHttpApplication(withVerifier(ForgottenModule, tokens.verifier), options)).rejects.toThrow(
      'these routes say neither @Action nor @OpenToAnyone: ForgottenController.read',
    );
  });
});
