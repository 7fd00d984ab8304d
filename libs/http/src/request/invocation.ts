import type { Person } from '@bali/access';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';
import { personOf } from '../security/current-person.js';
import { readIfMatch } from './entity-tag.js';
import { IDEMPOTENCY_KEY_HEADER, readIdempotencyKey } from './idempotency-key.js';

/** A command as it came in over HTTP: all of it that the record may need to know. */
export interface Invocation {
  readonly person: Person;
  readonly idempotencyKey: string;
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: unknown;
  /** From `If-Match`. */
  readonly expectedRevision: number | undefined;
  readonly source: { readonly client: string; readonly ip: string };
}

const MAX_CLIENT_LENGTH = 200;

/** The program that sent a request, as it names itself: printable ASCII, cut to a bounded length. */
function clientOf(request: FastifyRequest): string {
  const agent = request.headers['user-agent'] ?? '';
  return (
    agent
      .replaceAll(/[^\x20-\x7e]/g, '?')
      .slice(0, MAX_CLIENT_LENGTH)
      .trim() || 'unnamed'
  );
}

export function invocationOf(request: FastifyRequest): Invocation {
  const person = personOf(request);
  if (person === undefined) throw new Problem(PROBLEMS['not-authenticated']);
  return {
    person,
    idempotencyKey: readIdempotencyKey(request.headers[IDEMPOTENCY_KEY_HEADER]),
    requestId: request.id,
    method: request.method,
    path: request.url.split('?', 1)[0] ?? '',
    body: request.body,
    expectedRevision: readIfMatch(request.headers['if-match']),
    source: { client: clientOf(request), ip: request.ip },
  };
}

/** The command's invocation. @throws Problem when the `Idempotency-Key` is missing, or a header is malformed. */
export const CurrentInvocation = createParamDecorator((_: unknown, context: ExecutionContext): Invocation =>
  invocationOf(context.switchToHttp().getRequest<FastifyRequest>()),
);
