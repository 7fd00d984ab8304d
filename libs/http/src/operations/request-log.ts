import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { personOf } from '../security/current-person.js';
import { isUnobserved } from '../security/unobserved-requests.js';
import type { Metrics } from './metrics.js';

/**
 * One line and one measurement for each request, when its answer has gone; none for what is unobserved (`@Unobserved()`).
 *
 * The line holds the route's pattern, not the path: a path names patients. It never holds a body, a query or a header.
 */
export function logRequests(logger: Logger, metrics: Metrics): (request: FastifyRequest, reply: FastifyReply) => void {
  return (request, reply) => {
    if (isUnobserved(request)) return;
    const { method } = request;
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    const status = reply.statusCode;
    const milliseconds = Math.round(reply.elapsedTime * 1000) / 1000;
    metrics.requestAnswered(method, route, status, milliseconds / 1000);
    logger.info(
      { requestId: request.id, method, route, status, milliseconds, userId: personOf(request)?.userId },
      'request',
    );
  };
}
