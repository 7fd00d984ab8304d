import type { Invocation } from '@bali/commands';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';
import { personOf } from '../security/current-person.js';
import { readIfMatch } from './entity-tag.js';
import { IDEMPOTENCY_KEY_HEADER, readIdempotencyKey } from './idempotency-key.js';
import { requestOrigin } from './request-origin.js';

function invocationOf(request: FastifyRequest): Invocation {
  const person = personOf(request);
  if (person === undefined) throw new Problem(PROBLEMS['not-authenticated']);
  return {
    ...requestOrigin(request),
    person,
    idempotencyKey: readIdempotencyKey(request.headers[IDEMPOTENCY_KEY_HEADER]),
    body: request.body,
    expectedRevision: readIfMatch(request.headers['if-match']),
  };
}

/** The command's invocation. @throws Problem when the `Idempotency-Key` is missing, or a header is malformed. */
export const CurrentInvocation = createParamDecorator((_: unknown, context: ExecutionContext): Invocation =>
  invocationOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
