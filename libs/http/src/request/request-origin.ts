import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Where a request comes from, and which one it is: what every event that it causes says of it (21 CFR 11.10(h)). */
export interface RequestOrigin {
  /** The request's id: the correlation id of what it records. */
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly source: {
    /** What the client program calls itself (`User-Agent`), at most 200 characters; `unknown` if it does not say. */
    readonly client: string;
    /** The client's address, as far as the proxies are believed. */
    readonly ip: string;
  };
}

const MAX_CLIENT_LENGTH = 200;

export function requestOrigin({ id, method, url, ip, headers }: FastifyRequest): RequestOrigin {
  const [path = ''] = url.split('?', 1);
  // Header bytes beyond ASCII have no agreed meaning, so what is kept for 25 years does not have them.
  const client = (headers['user-agent'] ?? '').replaceAll(/[^\x20-\x7e]/g, '?').trim();
  return { requestId: id, method, path, source: { client: client.slice(0, MAX_CLIENT_LENGTH) || 'unknown', ip } };
}

/** Where the request comes from, and which one it is. */
export const Origin = createParamDecorator((_: unknown, context: ExecutionContext): RequestOrigin =>
  requestOrigin(context.switchToHttp().getRequest<FastifyRequest>()),
);
