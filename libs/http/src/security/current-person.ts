import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Person } from '@bali/access';
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
