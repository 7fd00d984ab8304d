import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Person, worksAt } from '@bali/access';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

const persons = new WeakMap<FastifyRequest, Person>();

export function rememberPerson(request: FastifyRequest, person: Person): void {
  persons.set(request, person);
}

/** Who sent a request, once the guard has let it in; `undefined` before, and on routes that are open to anyone. */
export function personOf(request: FastifyRequest): Person | undefined {
  return persons.get(request);
}

/** Who sent the request. Only for routes that are not open to anyone. */
export const CurrentPerson = createParamDecorator((_: unknown, context: ExecutionContext): Person => {
  const person = personOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (person === undefined) throw new Problem(PROBLEMS['not-authenticated']);
  return person;
});

/**
 * Refuses a role held at sites what belongs to another site.
 *
 * The answer is 403 and not 404: a patient's code begins with the site's, so the refusal is decided, and is the same,
 * before anyone looks whether there is such a patient, and tells nothing about them.
 * @throws Problem `another-site`.
 */
export function assertOwnSite(person: Person, site: string): void {
  if (!worksAt(person, site)) throw new Problem(PROBLEMS['another-site']);
}
