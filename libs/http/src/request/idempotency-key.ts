import { Problem } from '../problems/problem.js';
import { PROBLEMS } from '../problems/problem-kinds.js';

export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** @throws Problem `idempotency-key-missing` or `idempotency-key-malformed`. */
export function readIdempotencyKey(header: string | readonly string[] | undefined): string {
  if (header === undefined) throw new Problem(PROBLEMS['idempotency-key-missing']);
  if (typeof header !== 'string' || !VISIBLE_ASCII.test(header))
    throw new Problem(PROBLEMS['idempotency-key-malformed']);
  return header;
}
