import type { Person, TokenVerifier } from '@bali/access';
import type { FastifyRequest } from 'fastify';
import { bearerTokenIn } from './bearer.js';
import { pageCookieIn, requireOwnOrigin } from './session-cookie.js';

/** The header in which somebody with several roles says in which one they act. */
const ROLE_HEADER = 'x-role';

/** How a request may say who asks. */
export interface AskedBy {
  readonly verifier: TokenVerifier;
  /** Whether the cookie of our pages is taken for a token where there is no `Authorization`. */
  readonly byCookie: boolean;
}

/**
 * The person whose token a request brings, as they are now; `undefined` if it brings none.
 * @throws TokenRefused, RoleRefused, Problem `another-origin`
 */
export async function whoAsks(request: FastifyRequest, { verifier, byCookie }: AskedBy): Promise<Person | undefined> {
  const { authorization, [ROLE_HEADER]: role } = request.headers;
  const token = bearerTokenIn(authorization) ?? (byCookie ? tokenOfPage(request) : undefined);
  if (token === undefined) return undefined;
  return verifier.verify(token, typeof role === 'string' ? { role } : {});
}

function tokenOfPage(request: FastifyRequest): string | undefined {
  if (request.headers.authorization !== undefined) return undefined;
  const token = pageCookieIn(request, 'session');
  if (token !== undefined) requireOwnOrigin(request);
  return token;
}
