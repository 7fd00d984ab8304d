import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

const POSITION = /^(0|[1-9][0-9]{0,14})$/;

/**
 * The position (from 0) of the last event that a client has, from `Last-Event-ID`; `undefined` if it has none.
 * @throws Problem `last-event-id-malformed`.
 */
function readLastEventId(header: string | readonly string[] | undefined): number | undefined {
  if (header === undefined || header === '') return undefined;
  if (typeof header !== 'string' || !POSITION.test(header)) throw new Problem(PROBLEMS['last-event-id-malformed']);
  return Number(header);
}

/** The position in the request's `Last-Event-ID`, or `undefined`. */
export const LastEventId = createParamDecorator((_: unknown, context: ExecutionContext): number | undefined =>
  readLastEventId(context.switchToHttp().getRequest<FastifyRequest>().headers['last-event-id']),
);
