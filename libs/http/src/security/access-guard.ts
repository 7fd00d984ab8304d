import { type CanActivate, type ExecutionContext, Inject, Injectable, Optional } from '@nestjs/common';
import { notOfThisRole, type Person, permits, RoleRefused, TokenRefused, type TokenVerifier } from '@bali/access';
import type { FastifyRequest } from 'fastify';
import { HTTP_OPTIONS, type HttpOptions, KNOWN_DEVICE, type KnownDevice, TOKEN_VERIFIER } from '../http-options.js';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';
import { rememberPerson } from './current-person.js';
import { padAnswer } from './padded-answers.js';
import { leaveUnobserved } from './unobserved-requests.js';
import { RATE_LIMITER, type RateLimiter } from './rate-limiter.js';
import { type AskedBy, whoAsks } from './who-asks.js';
import { PADDED, type Places, ROUTE_ACCESS, type RouteAccess, TRIES_CREDENTIALS, UNOBSERVED } from './route-access.js';

/** What a handler asks: its own metadata, else its controller's; `undefined` if neither says anything. */
export function accessOf(controller: object, handler: object): RouteAccess | undefined {
  const own = Reflect.getMetadata(ROUTE_ACCESS, handler) as RouteAccess | undefined;
  return own ?? (Reflect.getMetadata(ROUTE_ACCESS, controller) as RouteAccess | undefined);
}

/** Lets a request in when its token names a person whose role may do what the route does. Everything else is refused. */
@Injectable()
export class AccessGuard implements CanActivate {
  readonly #askedBy: AskedBy;
  readonly #limiter: RateLimiter;
  readonly #knownDevice: KnownDevice;

  constructor(
    @Inject(TOKEN_VERIFIER) verifier: TokenVerifier,
    @Inject(RATE_LIMITER) limiter: RateLimiter,
    @Inject(HTTP_OPTIONS) { pages }: Pick<HttpOptions, 'pages'>,
    @Optional() @Inject(KNOWN_DEVICE) knownDevice: KnownDevice = () => Promise.resolve(undefined),
  ) {
    this.#knownDevice = knownDevice;
    this.#askedBy = { verifier, byCookie: pages !== undefined };
    this.#limiter = limiter;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = accessOf(context.getClass(), context.getHandler());
    if (access === undefined) throw new Problem(PROBLEMS['not-permitted']);
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (Reflect.hasMetadata(TRIES_CREDENTIALS, context.getHandler())) {
      await this.#limiter.countSignIn(request, await this.#knownDevice(request));
    }
    if ('openBecause' in access) return true;
    const person = await this.#personIn(request);
    rememberPerson(request, person);
    await this.#limiter.countAccount(request, person.userId);
    if (!permits(person.role, access.action)) {
      throw new Problem(PROBLEMS['not-permitted'], { detail: notOfThisRole(person.role, access.action) });
    }
    if (isToBeUnobserved(context, request)) leaveUnobserved(request);
    const block = Reflect.getMetadata(PADDED, context.getHandler()) as number | undefined;
    if (block !== undefined) padAnswer(request, block);
    return true;
  }

  async #personIn(request: FastifyRequest): Promise<Person> {
    try {
      const person = await whoAsks(request, this.#askedBy);
      if (person === undefined) throw notAuthenticated('Bearer', 'the request has no bearer token');
      return person;
    } catch (error) {
      if (error instanceof TokenRefused) throw notAuthenticated('Bearer error="invalid_token"', error.message);
      if (error instanceof RoleRefused) throw new Problem(PROBLEMS['no-role'], { detail: error.message });
      throw error;
    }
  }
}

function isToBeUnobserved(context: ExecutionContext, { params }: FastifyRequest): boolean {
  return [context.getHandler(), context.getClass()].some((handler) => {
    const where = Reflect.getMetadata(UNOBSERVED, handler) as ((places: Places) => boolean) | undefined;
    return where?.(params as Places) === true;
  });
}

function notAuthenticated(challenge: string, detail: string): Problem {
  return new Problem(PROBLEMS['not-authenticated'], { detail, headers: { 'www-authenticate': challenge } });
}
