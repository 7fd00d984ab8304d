import type { FastifyReply } from 'fastify';
import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

const REVISION_TAG = /^"(0|[1-9][0-9]{0,14})"$/;

/**
 * The revision that a client decided on, from `If-Match`; `undefined` if it does not say, or says `*`.
 * @throws Problem `if-match-malformed`.
 */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header === '*') return undefined;
  const [, revision] = REVISION_TAG.exec(header) ?? [];
  if (revision === undefined) throw new Problem(PROBLEMS['if-match-malformed']);
  return Number(revision);
}

/** A stream's revision (from 0) as a strong entity tag (RFC 9110, 8.8.3). */
export function entityTag(revision: number): string {
  return `"${revision}"`;
}

/** Says in `ETag` which revision the answer shows. */
export function setEntityTag(reply: FastifyReply, revision: number): void {
  void reply.header('etag', entityTag(revision));
}
