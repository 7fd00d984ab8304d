import type { FastifyRequest } from 'fastify';

const unobserved = new WeakSet<FastifyRequest>();

/** The request is to be in no log line and no metric, unless it fails. */
export function leaveUnobserved(request: FastifyRequest): void {
  unobserved.add(request);
}

export function isUnobserved(request: FastifyRequest): boolean {
  return unobserved.has(request);
}
