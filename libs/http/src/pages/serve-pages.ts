import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';
import { INDEX, type PageFile, type PageFiles } from './page-files.js';

/** What a page may load and do: its own files, and requests to this server. No style or script stands within its text. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types bali-worker',
].join(';');

/** What the worker may load that verifies what somebody drops on a page: nothing. It has no network. */
const WORKER_POLICY = "default-src 'none'";
const WORKERS = 'assets/worker-';

const A_YEAR = 'public, max-age=31536000, immutable';

/**
 * Serves our pages below `/pages/`, and leads there from `/`. They are open to anyone: they hold no data, and ask for it as whoever
 * is signed in.
 */
export function servePages(fastify: FastifyInstance, files: PageFiles): void {
  const toPages = (_: FastifyRequest, reply: FastifyReply) => reply.redirect('/pages/');
  fastify.get('/', toPages);
  fastify.get('/pages', toPages);
  fastify.get('/pages/*', (request, reply) => {
    const { '*': path = '' } = request.params as { readonly '*'?: string };
    // A file that a newer build has replaced is not there; every other address is a place in the pages.
    const file = files.get(path) ?? (path.startsWith('assets/') ? undefined : files.get(INDEX));
    if (file === undefined) throw new Problem(PROBLEMS['no-such-route']);
    return send(request, reply, path, file);
  });
}

function send(request: FastifyRequest, reply: FastifyReply, path: string, file: PageFile): FastifyReply {
  const gzip = /\bgzip\b/.test(request.headers['accept-encoding'] ?? '');
  return reply
    .headers({
      'content-type': file.type,
      'content-security-policy': path.startsWith(WORKERS) ? WORKER_POLICY : POLICY,
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
      vary: 'accept-encoding',
      ...(file.isImmutable ? { 'cache-control': A_YEAR } : {}),
      ...(gzip ? { 'content-encoding': 'gzip' } : {}),
    })
    .send(gzip ? file.gzipped : file.bytes);
}
