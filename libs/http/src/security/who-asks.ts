import type { Person, TokenVerifier } from '@bali/access';
import type { FastifyRequest } from 'fastify';
import { bearerTokenIn } from './bearer.js';

/** The header in which somebody with several roles says in which one they act. */
const ROLE_HEADER = 'x-role';

/**
 * The person whose token a request brings, as they are now; `undefined` if it brings none.
 * @throws TokenRefused, RoleRefused
 */
export async function whoAsks({ headers }: FastifyRequest, verifier: TokenVerifier): Promise<Person | undefined> {
  const token = bearerTokenIn(headers.authorization);
  if (token === undefined) return undefined;
  const role = headers[ROLE_HEADER];
  return verifier.verify(token, typeof role === 'string' ? { role } : {});
}
