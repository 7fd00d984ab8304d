import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { type Person, permits, TokenRefused, type TokenVerifier } from '@bali/access';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';
import { bearerTokenIn } from './bearer.js';
import { rememberPerson } from './current-person.js';
import { ROUTE_ACCESS, type RouteAccess } from './route-access.js';

/** What a handler asks: its own metadata, else its controller's; `undefined` if neither says anything. */
export function accessOf(controller: object, handler: object): RouteAccess | undefined {
  const own = Reflect.getMetadata(ROUTE_ACCESS, handler) as RouteAccess | undefined;
  return own ?? (Reflect.getMetadata(ROUTE_ACCESS, controller) as RouteAccess | undefined);
}

/** Lets a request in when its token names a person whose role may do what the route does. Everything else is refused. */
export class AccessGuard implements CanActivate {
  readonly #verifier: TokenVerifier;

  constructor(verifier: TokenVerifier) {
    this.#verifier = verifier;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getClass(), context.getHandler());
    if (access === undefined) throw new Problem(PROBLEMS['not-permitted']);
    if ('openBecause' in access) return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const person = await this.#personIn(request.headers.authorization);
    rememberPerson(request, person);
    if (!permits(person.role, access.action)) {
      throw new Problem(PROBLEMS['not-permitted'], { detail: `the role ${person.role} may not ${access.action}` });
    }
    return true;
  }

  async #personIn(header: string | undefined): Promise<Person> {
    const token = bearerTokenIn(header);
    if (token === undefined) throw notAuthenticated('Bearer', 'the request has no bearer token');
    try {
      return await this.#verifier.verify(token);
    } catch (error) {
      if (error instanceof TokenRefused) throw notAuthenticated('Bearer error="invalid_token"', error.message);
      throw error;
    }
  }
}

function notAuthenticated(challenge: string, detail: string): Problem {
  return new Problem(PROBLEMS['not-authenticated'], { detail, headers: { 'www-authenticate': challenge } });
}
