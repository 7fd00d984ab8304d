import { expect } from '@jest/globals';
import type { Role, TokenVerifier } from '@bali/access';
import { createTestTokens, somebody } from '@bali/access/testing';
import { createHttpApplication, createLogger, type HttpOptions, type ReadinessCheck } from '@bali/http';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomUUID } from 'node:crypto';
import { keepLog, listenOnLoopback } from './index.js';
import { SampleModule } from './sample-api.js';
import { withVerifier } from './with-verifier.js';

export const log = keepLog();
export const tokens = createTestTokens();
/** What the readiness check of the sample finds. */
export const store = { isUp: true };
export const options: HttpOptions = {
  title: 'Sample',
  description: 'Tried out',
  version: '1.0.0',
  logger: createLogger({ name: 'sample', level: 'info', now: () => new Date(), destination: log }),
  newRequestId: randomUUID,
};

export const visit = { visitedOn: '2011-03-02', restPain: true, ulcers: [{ site: 'toe', area: '2.5' }] };
export const visits = '/v1/patients/REI-001/visits';

export interface Sent {
  readonly role?: Role;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** The sample API, listening, and a client for it. */
export interface SampleApplication {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly post: (path: string, sent?: Sent) => Promise<Response>;
  readonly get: (path: string, role?: Role, headers?: Record<string, string>) => Promise<Response>;
}

const CHECKS: readonly ReadinessCheck[] = [{ name: 'store', isUp: () => store.isUp }];

export async function startSample(
  changes: Partial<HttpOptions> = {},
  verifier: TokenVerifier = tokens.verifier,
): Promise<SampleApplication> {
  const app = await createHttpApplication(withVerifier(SampleModule, verifier, CHECKS), { ...options, ...changes });
  const url = await listenOnLoopback(app);
  const authorizationOf = async (role: Role) => `Bearer ${await tokens.tokenFor(somebody(role))}`;
  return {
    app,
    url,
    async post(path, { role = 'investigator', headers = {}, body = JSON.stringify(visit) } = {}) {
      const authorization = await authorizationOf(role);
      const all = { authorization, 'content-type': 'application/json', 'idempotency-key': 'key-1', ...headers };
      return fetch(url + path, { method: 'POST', headers: all, body });
    },
    async get(path, role = 'investigator', headers = {}) {
      return fetch(url + path, { headers: { authorization: await authorizationOf(role), ...headers } });
    },
  };
}

/** The problem that an answer holds, once it is seen to be one and nothing but one. */
export async function problemIn(response: Response): Promise<Record<string, unknown>> {
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  const problem = (await response.json()) as Record<string, unknown>;
  expect(problem['status']).toBe(response.status);
  expect(problem['type']).toBe(`/problems/${String(problem['code'])}`);
  expect(problem['instance']).toBe(`urn:uuid:${String(response.headers.get('x-request-id'))}`);
  return problem;
}

export async function codeOf(response: Response): Promise<readonly unknown[]> {
  return [response.status, (await problemIn(response))['code']];
}
