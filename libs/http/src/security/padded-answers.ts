import type { FastifyReply, FastifyRequest } from 'fastify';

const blocks = new WeakMap<FastifyRequest, number>();

/** The answer to this request gets a length that tells nothing of what it says: see `@Padded()`. */
export function padAnswer(request: FastifyRequest, blockBytes: number): void {
  blocks.set(request, blockBytes);
}

/** Fills an answer up with blanks, which every parser of JSON or HTML passes over. A proxy may not compress it: that would undo it. */
export function padded(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const block = blocks.get(request);
  if (block === undefined || typeof payload !== 'string') return payload;
  reply.header('cache-control', 'no-store, no-transform');
  const bytes = Buffer.byteLength(payload);
  return payload + ' '.repeat(Math.ceil(bytes / block) * block - bytes);
}
