import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

/**
 * Headers of which one value decides. Of two, a proxy before us may have gone by the one and we by the other: who asked, what was
 * asked for and how much of it there is would then depend on who looks.
 */
const ONE_OF_EACH: ReadonlySet<string> = new Set([
  'authorization',
  'content-encoding',
  'content-length',
  'content-type',
  'host',
  'idempotency-key',
  'if-match',
  'last-event-id',
  'transfer-encoding',
  'x-request-id',
  'x-role',
]);

const CHARSET = /;\s*charset\s*=\s*("?)([^";]*)\1\s*(?=;|$)/gi;

/**
 * Refuses what two programs could read in two ways, before anything of the request is looked at.
 * @throws Problem which names the header.
 */
export function refuseAmbiguousHeaders({ raw, headers }: FastifyRequest): void {
  refuseTwice(raw.rawHeaders);
  requireAsIs('Content-Encoding', headers['content-encoding'], 'identity');
  requireAsIs('Transfer-Encoding', headers['transfer-encoding'], 'chunked');
  for (const [, , charset = ''] of (headers['content-type'] ?? '').matchAll(CHARSET)) {
    if (charset.trim().toLowerCase() === 'utf-8') continue;
    throw new Problem(PROBLEMS['unsupported-media-type'], {
      detail: 'the `charset` of `Content-Type` is not utf-8: send the body in UTF-8, and leave `charset` out',
    });
  }
}

/** @param rawHeaders names and values in turn, as they came. */
function refuseTwice(rawHeaders: readonly string[]): void {
  const seen = new Set<string>();
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] ?? '').toLowerCase();
    if (!ONE_OF_EACH.has(name)) continue;
    if (seen.has(name))
      throw new Problem(PROBLEMS['header-twice'], { detail: `the header ${name} comes more than once` });
    seen.add(name);
  }
}

function requireAsIs(name: string, value: string | undefined, allowed: string): void {
  if (value === undefined || value.trim().toLowerCase() === allowed) return;
  throw new Problem(PROBLEMS['unsupported-encoding'], {
    detail: `\`${name}\` is something else than ${allowed}: send the body as it is`,
    headers: { 'accept-encoding': 'identity' },
  });
}
